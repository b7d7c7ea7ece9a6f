/**
 * Who may see and do what: role × side × visibility × command, one table for API, events, exports and mails.
 * A link proves only that somebody has the mail, so what binds the customer needs a signed-in person.
 */
import type { OnboardingStatus, Side, StaffRole, TaskType, Visibility } from './model.ts';

const ranks: Record<StaffRole, number> = { viewer: 0, member: 1, manager: 2, admin: 3 };

export const isAtLeast = (role: StaffRole | null, needed: StaffRole): boolean =>
  role !== null && ranks[role] >= ranks[needed];

/** Customers and partners see the full plan, minus what is marked internal. */
export const maySee = (side: Side, visibility: Visibility): boolean => side === 'team' || visibility === 'shared';

/** A milestone of which all tasks are internal is so itself; one without tasks is everybody's. */
export function maySeeMilestone(
  side: Side,
  milestoneId: string,
  tasks: readonly { milestoneId: string | null; visibility: Visibility }[],
): boolean {
  const own = tasks.filter((task) => task.milestoneId === milestoneId);
  return own.length === 0 || own.some(({ visibility }) => maySee(side, visibility));
}

interface CommandRule {
  /** the least of our people who may */
  staff: StaffRole;
  /** whether the person whose task it is may, or who is asked for what it waits for, by the link that was sent */
  owner: boolean;
  /** the onboarding's states in which it makes sense */
  when: readonly OnboardingStatus[];
}

const open = ['handoff', 'draft', 'active', 'on_hold', 'live'] as const;
const planned = ['draft', 'active', 'on_hold', 'live'] as const;
const running = ['active', 'live'] as const;
const rule = (when: readonly OnboardingStatus[], staff: StaffRole = 'member'): CommandRule => ({
  staff,
  owner: false,
  when,
});
const ownersToo = (when: readonly OnboardingStatus[]): CommandRule => ({ staff: 'member', owner: true, when });

export const commandRules = {
  publish: rule(['draft']),
  hold: rule(['handoff', 'draft', 'active', 'live']),
  resume: rule(['on_hold']),
  cancel: rule(open, 'manager'),
  'approve-go-live': rule(['active']),
  'override-health': rule(['draft', 'active', 'on_hold', 'live']),
  'assign-role': rule(open),
  'set-handoff': rule(open),
  'waive-handoff': rule(['handoff']),
  'set-kickoff': rule(['handoff', 'draft', 'active', 'on_hold']),
  'set-target-go-live': rule(['handoff', 'draft', 'active', 'on_hold']),
  'set-urgent': rule(planned),
  'choose-playbook': rule(['handoff', 'draft']),
  'dismiss-problem': rule(open),
  'apply-amendment': rule(planned),
  'retry-deal': rule(open),

  'set-due': rule(planned),
  'set-owner': rule(planned),
  start: ownersToo(running),
  complete: ownersToo(running),
  reopen: rule(['active', 'on_hold', 'live']),
  block: ownersToo(running),
  unblock: ownersToo(['active', 'on_hold', 'live']),
  snooze: ownersToo(running),
  skip: ownersToo(['draft', 'active', 'on_hold', 'live']),
  reassign: ownersToo(planned),
  comment: ownersToo(['handoff', 'draft', 'active', 'on_hold', 'live', 'transitioned', 'cancelled']),
  'answer-form': ownersToo(['draft', 'active', 'on_hold', 'live']),
  'hold-escalation': rule(running),

  'complete-milestone': rule(running),
  'reopen-milestone': rule(['active', 'on_hold', 'live']),
  'approve-gate': rule(running),
  resolve: ownersToo(['active', 'on_hold', 'live']),
  'set-expected': ownersToo(['active', 'on_hold', 'live']),
  'set-check': rule(planned),
  'set-status': rule(planned),
  'complete-check-in': rule(['live', 'transitioned']),
  'answer-pulse': rule(['live', 'transitioned']),
} as const satisfies Record<string, CommandRule>;

export type RuledCommand = keyof typeof commandRules;
export const ruledCommands = Object.keys(commandRules).filter((name): name is RuledCommand => name in commandRules);

/** What somebody of our team with this role may do to an onboarding in this state; single tasks may still refuse. */
export const staffCommands = (role: StaffRole | null, status: OnboardingStatus): RuledCommand[] =>
  ruledCommands.filter((name) => isAtLeast(role, commandRules[name].staff) && isIn(commandRules[name].when, status));

/** Sales are asked for the handoff by name, whether or not they have a role in our console. @param roles theirs in this onboarding */
export const mayFillHandoff = (
  { side, staffRole }: { side: Side; staffRole: StaffRole | null },
  roles: readonly string[],
  status: OnboardingStatus,
): boolean =>
  side === 'team' &&
  isIn(commandRules['set-handoff'].when, status) &&
  (roles.includes('crm.owner') || isAtLeast(staffRole, commandRules['set-handoff'].staff));

/** Completing these, or calling them not needed, binds the customer or hands something over: a mail that was passed on is not enough. */
const signedInOnly: readonly TaskType[] = ['approval', 'sign_off', 'document'];

export interface OwnedTask {
  type: TaskType;
  status: 'pending' | 'in_progress' | 'done' | 'blocked' | 'skipped';
}

const taskStates: Partial<Record<RuledCommand, readonly OwnedTask['status'][]>> = {
  start: ['pending'],
  complete: ['pending', 'in_progress', 'blocked'],
  block: ['pending', 'in_progress'],
  unblock: ['blocked'],
  resolve: ['blocked'],
  'set-expected': ['blocked'],
  snooze: ['pending', 'in_progress'],
  skip: ['pending', 'in_progress', 'blocked'],
  reassign: ['pending', 'in_progress', 'blocked'],
};

/** What the holder of a task's link may do: `can` at once, `needsSignIn` after proving who they are. */
export function ownerCommands(
  task: OwnedTask,
  status: OnboardingStatus,
  isSignedIn: boolean,
): { can: RuledCommand[]; needsSignIn: RuledCommand[] } {
  const possible = ruledCommands.filter((name) => {
    const states = taskStates[name];
    return (
      commandRules[name].owner &&
      isIn(commandRules[name].when, status) &&
      (states === undefined || states.includes(task.status))
    );
  });
  const isBinding = (name: RuledCommand): boolean =>
    !isSignedIn && (name === 'complete' || name === 'skip') && signedInOnly.includes(task.type);
  return { can: possible.filter((name) => !isBinding(name)), needsSignIn: possible.filter(isBinding) };
}

/** What somebody may who is asked for what a task waits for: by mail, by the task's link, or in Slack. */
export const askedCommands = (status: OnboardingStatus): RuledCommand[] =>
  (['comment', 'resolve', 'set-expected'] as const).filter((name) => isIn(commandRules[name].when, status));

/** What a task's link is good for. @param mayAct on the task itself: else they are asked for what it waits for alone */
export const linkCommands = (
  task: OwnedTask,
  status: OnboardingStatus,
  { mayAct, isSignedIn }: { mayAct: boolean; isSignedIn: boolean },
): { can: RuledCommand[]; needsSignIn: RuledCommand[] } =>
  mayAct ? ownerCommands(task, status, isSignedIn) : { can: askedCommands(status), needsSignIn: [] };

const isIn = (statuses: readonly OnboardingStatus[], status: OnboardingStatus): boolean => statuses.includes(status);
