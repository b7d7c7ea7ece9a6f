/** What commands share: they take a state and give a new one with what the story tells; nothing is changed in place. */
import { AppError } from '../../errors.ts';
import { isPlannable } from '../local-date.ts';
import type {
  Actor,
  ChaseState,
  Instant,
  LocalDate,
  Milestone,
  Onboarding,
  OnboardingState,
  Person,
  Phase,
  PlannedActivity,
  PlannedIntent,
  Task,
} from '../model.ts';
import { commandRules, isAtLeast, type RuledCommand } from '../permissions.ts';
import type { Playbook, Role } from '../playbook.ts';

export interface Outcome {
  state: OnboardingState;
  activity: PlannedActivity[];
  /** what is to be told because of the command itself */
  intents?: PlannedIntent[];
}

/**
 * Commands take what they need of this, in this order. They throw AppError: not_found, invalid_input,
 * not_allowed_now, forbidden. A repeat that changes nothing returns the state as it was, without activity.
 */
export type Command<I> = (
  state: OnboardingState,
  input: I,
  actor: Actor,
  now: Instant,
  playbook: Playbook | null,
) => Outcome;

export const unchanged = (state: OnboardingState): Outcome => ({ state, activity: [] });

export const happened = (
  state: OnboardingState,
  kind: string,
  subjectId: string | null,
  data: Record<string, unknown> = {},
): Outcome => ({ state, activity: [{ kind, subjectId, data }] });

export const notNow = (message: string): AppError => new AppError('not_allowed_now', { message });
export const wrongInput = (message: string): AppError => new AppError('invalid_input', { message });

const stateWords: Record<Onboarding['status'], string> = {
  handoff: 'waits for the sales handoff',
  draft: 'is a draft',
  active: 'is active',
  on_hold: 'is on hold',
  live: 'is live',
  transitioned: 'is with customer success already',
  cancelled: 'is cancelled',
};

/** Refuses what makes no sense in the onboarding's state, by the one table of permissions. */
export const requireStatus = ({ onboarding }: OnboardingState, command: RuledCommand): void => {
  const allowed: readonly string[] = commandRules[command].when;
  if (!allowed.includes(onboarding.status)) {
    throw notNow(`This is not possible now: the onboarding ${stateWords[onboarding.status]}`);
  }
};

export const changeOnboarding = (state: OnboardingState, change: Partial<Onboarding>): OnboardingState => ({
  ...state,
  onboarding: { ...state.onboarding, ...change },
});

const change = <T extends { id: string }>(rows: readonly T[], id: string, next: Partial<T>): T[] =>
  rows.map((row) => (row.id === id ? { ...row, ...next } : row));

export const changeTask = (state: OnboardingState, id: string, next: Partial<Task>): OnboardingState => ({
  ...state,
  tasks: change(state.tasks, id, next),
});
export const changeMilestone = (state: OnboardingState, id: string, next: Partial<Milestone>): OnboardingState => ({
  ...state,
  milestones: change(state.milestones, id, next),
});
export const changePhase = (state: OnboardingState, id: string, next: Partial<Phase>): OnboardingState => ({
  ...state,
  phases: change(state.phases, id, next),
});

const find = <T extends { id: string }>(rows: readonly T[], id: string, what: string): T => {
  const row = rows.find((candidate) => candidate.id === id);
  if (!row) throw new AppError('not_found', { message: `There is no such ${what}`, details: { id } });
  return row;
};

export const requireTask = (state: OnboardingState, id: string): Task => find(state.tasks, id, 'task');
export const requireMilestone = (state: OnboardingState, id: string): Milestone =>
  find(state.milestones, id, 'milestone');
export const requirePhase = (state: OnboardingState, id: string): Phase => find(state.phases, id, 'phase');
export const requireBlocker = (state: OnboardingState, id: string) => find(state.blockers, id, 'blocker');
export const requireIntegrationItem = (state: OnboardingState, id: string) =>
  find(state.integrationItems, id, 'integration');

/** The person must be known to the state: the caller adds whoever is new. */
export const requirePerson = (state: OnboardingState, id: string): Person => {
  const person = find(state.people, id, 'person');
  if (person.deactivatedAt !== null) throw wrongInput(`${person.name} has left`);
  return person;
};

export const requireDate = (date: LocalDate, what: string): LocalDate => {
  if (!isPlannable(date)) throw wrongInput(`${what}: “${date}” is not a date of the years 1990 to 2099 (YYYY-MM-DD)`);
  return date;
};

export const requireText = (text: string, what: string): string => {
  const trimmed = text.trim();
  if (trimmed === '') throw wrongInput(`${what} is needed`);
  return trimmed;
};

export const isSettled = ({ status }: Task): boolean => status === 'done' || status === 'skipped';

/** Fills one of the roles, or may act for everybody. */
export const actsFor = (state: OnboardingState, actor: Actor, roles: readonly Role[]): boolean => {
  if (actor.kind !== 'person' || actor.id === null) return false;
  if (state.members.some(({ role, personId }) => personId === actor.id && roles.includes(role))) return true;
  const known = state.people.find(({ id }) => id === actor.id);
  return isAtLeast(actor.staffRole ?? known?.staffRole ?? null, 'manager');
};

/** A new owner hears of the task anew, and is nudged before anybody else hears of it. */
export const ownedBy = (
  personId: string | null,
  now: Instant,
): Pick<Task, 'ownerId' | 'chase' | 'nudgeCount' | 'lastNudgedAt'> => ({
  ownerId: personId,
  chase: { since: now },
  nudgeCount: 0,
  lastNudgedAt: null,
});

/** Done by whom, and in words when it was not a signed-in person. */
export const doneBy = (actor: Actor, now: Instant): Pick<Task, 'status' | 'doneAt' | 'doneById' | 'doneVia'> => ({
  status: 'done',
  doneAt: now,
  doneById: actor.id,
  doneVia: actor.kind === 'person' ? null : actor.label,
});

/** What a ladder remembers, but for the rungs it has climbed. */
export const keepOf = (chase: ChaseState, names: readonly (keyof ChaseState)[]): ChaseState =>
  Object.fromEntries(Object.entries(chase).filter(([name]) => names.some((kept) => kept === name)));
