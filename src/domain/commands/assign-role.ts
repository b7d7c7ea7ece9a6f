import { sideOfRole } from '../open-roles.ts';
import type { Actor, Instant, Member, OnboardingState, Task } from '../model.ts';
import { planIds } from '../plan-ids.ts';
import type { Playbook } from '../playbook.ts';
import {
  changeOnboarding,
  type Command,
  doneBy,
  happened,
  isSettled,
  type Outcome,
  ownedBy,
  requirePerson,
  requireStatus,
  unchanged,
  wrongInput,
} from './outcome.ts';

const withMember = (state: OnboardingState, role: string, personId: string): Member[] => {
  const { members, onboarding } = state;
  if (members.some((member) => member.role === role))
    return members.map((member) => (member.role === role ? { ...member, personId } : member));
  return [...members, { id: planIds(onboarding.id)('member', role), onboardingId: onboarding.id, role, personId }];
};

/**
 * Names who fills a role. The role's open tasks that nobody or the one before had become theirs, and the task that
 * asked for the name is done.
 */
export const fillRole = (
  state: OnboardingState,
  { role, personId, taskId }: { role: string; personId: string; taskId?: string },
  actor: Actor,
  now: Instant,
  playbook: Pick<Playbook, 'roles'> = { roles: [] },
): Outcome => {
  const person = requirePerson(state, personId);
  if (sideOfRole(role, playbook) !== person.side) throw wrongInput(`${person.name} is not on the side of ${role}`);
  const before = state.members.find((member) => member.role === role)?.personId ?? null;
  const asks = (task: Task): boolean => task.fillsRole === role && !isSettled(task);
  if (before === personId && !state.tasks.some(asks)) return unchanged(state);
  const follow = (task: Task): Task => {
    if (asks(task)) return { ...task, ...doneBy(actor, now), startedAt: task.startedAt ?? now };
    if (
      task.role !== role ||
      isSettled(task) ||
      (task.ownerId !== null && task.ownerId !== before) ||
      task.ownerId === personId
    )
      return task;
    return { ...task, ...ownedBy(personId, now) };
  };
  const next = { ...state, members: withMember(state, role, personId), tasks: state.tasks.map(follow) };
  return happened(next, 'role_assigned', taskId ?? null, { role, from: before, to: personId, person: person.name });
};

export const assignRole: Command<{ role: string; personId: string }> = (state, input, actor, now, playbook) => {
  requireStatus(state, 'assign-role');
  const outcome = fillRole(state, input, actor, now, playbook ?? undefined);
  const { problems } = outcome.state.onboarding;
  const left = problems.filter(({ code }) => code !== 'csm_unknown');
  // whoever the CRM names besides is not waited for any more
  return input.role === 'team.csm' && left.length < problems.length
    ? { ...outcome, state: changeOnboarding(outcome.state, { problems: left }) }
    : outcome;
};
