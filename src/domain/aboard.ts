/**
 * Coming aboard: a deal that was won before Gangway came, with what is done already where its onboarding runs elsewhere.
 * It becomes a draft that nobody is told of before a person publishes it.
 */
import type { Instant, LocalDate, Onboarding, OnboardingState, PlannedActivity, Task } from './model.ts';
import { kickoffMark } from './marks.ts';

/** One row of what runs elsewhere. */
export interface AboardTask {
  name: string;
  isDone: boolean;
  doneOn: LocalDate | null;
  dueOn: LocalDate | null;
  /** as the other tool writes them: an address, a name, or several */
  owner: string | null;
  /** null: nobody of them is known here */
  ownerId: string | null;
}
export interface AboardProgress {
  tasks: readonly AboardTask[];
  /** when it began elsewhere */
  kickoffOn: LocalDate | null;
  /** what was no date that could be read, with its task */
  unreadDates?: readonly string[] | undefined;
}

export const aboardReason = 'It came aboard: the deal was won before Gangway was here';

/** Names that differ in case, spaces or punctuation alone are the same. */
export const sameName = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();

/** The first of those named who is known: by address, else by a name that only one of them has. */
export const findOwner = (
  named: string | null,
  people: readonly { id: string; name: string; email: string | null }[],
): string | null => {
  if (named === null) return null;
  for (const [address] of named.toLowerCase().matchAll(/[^\s<>,;]+@[^\s<>,;]+/g)) {
    const found = people.find(({ email }) => email === address);
    if (found) return found.id;
  }
  for (const one of named.split(/[,;]/)) {
    const name = sameName(one.replace(/<.*>/, ''));
    const found = new Set(people.flatMap((person) => (name !== '' && sameName(person.name) === name ? person.id : [])));
    const [only] = found;
    if (only !== undefined && found.size === 1) return only;
  }
  return null;
};

/** Something of it was done before it came aboard: nobody is welcomed, and its kickoff has been. */
export const wasUnderWay = ({ onboarding: { cameAboardAt }, tasks }: OnboardingState): boolean =>
  cameAboardAt !== null && tasks.some(({ doneVia }) => doneVia === aboardVia);

/** Nobody is asked for anything before a person has published it. */
export const isQuiet = ({ cameAboardAt, status }: Onboarding): boolean =>
  cameAboardAt !== null && (status === 'handoff' || status === 'draft');

const aboardVia = 'elsewhere';

/** Before the plan is built: its kickoff is a fact, and what sales did not tell is not asked for any more. */
export const beginAboard = (onboarding: Onboarding, progress: AboardProgress | null, now: Instant): Onboarding => ({
  ...onboarding,
  cameAboardAt: now,
  handoffWaivedReason: aboardReason,
  ...(progress?.kickoffOn && {
    kickoffOn: progress.kickoffOn,
    chase: { ...onboarding.chase, [kickoffMark]: now },
  }),
});

/** Tasks of the plan take status, dates and owner of the row with their name; rows that no task has, and owners who may not have theirs, are told by name. */
export const takeProgress = (
  state: OnboardingState,
  { tasks: given, unreadDates = [] }: AboardProgress,
  now: Instant,
): { state: OnboardingState; activity: PlannedActivity } => {
  const rows = given.map((row) => (mayOwn(state, row) ? row : { ...row, ownerId: null }));
  const byName = new Map(rows.map((row) => [sameName(row.name), row]));
  const known = new Set(state.tasks.map(({ name }) => sameName(name)));
  const tasks = state.tasks.map((task) => {
    const row = byName.get(sameName(task.name));
    return row ? taken(task, row, now) : task;
  });
  const unmatched = rows.filter(({ name }) => !known.has(sameName(name))).map(({ name }) => name);
  const unknownOwners = [...new Set(rows.flatMap(({ owner, ownerId }) => (ownerId === null && owner ? owner : [])))];
  const done = tasks.filter(({ status }) => status === 'done').length;
  return {
    state: { ...state, tasks },
    activity: {
      kind: 'came_aboard',
      subjectId: null,
      data: { matched: rows.length - unmatched.length, done, unmatched, unknownOwners, unreadDates },
    },
  };
};

/** As when a person gives it to somebody: one who is here, and one of ours where it is internal. */
const mayOwn = ({ people, tasks }: OnboardingState, { name, ownerId }: AboardTask): boolean => {
  const owner = people.find(({ id }) => id === ownerId);
  if (owner === undefined || owner.side === 'team') return owner !== undefined;
  return !tasks.some((task) => task.visibility === 'internal' && sameName(task.name) === sameName(name));
};

const taken = (task: Task, { isDone, doneOn, dueOn, ownerId }: AboardTask, now: Instant): Task => {
  const owned = ownerId === null ? task : { ...task, ownerId };
  if (!isDone) return dueOn === null ? owned : { ...owned, dueOn, isDueLocked: true };
  const noon = doneOn === null ? now : `${doneOn}T12:00:00.000Z`;
  const doneAt = noon < now ? noon : now;
  return { ...owned, status: 'done', startedAt: doneAt, doneAt, doneById: null, doneVia: aboardVia };
};
