/** What the owner of a tried task does, once, in the course of it. */
import { atLocalTime } from '../calendar.ts';
import { blockTask } from '../commands/block-task.ts';
import { completeTask } from '../commands/complete-task.ts';
import { holdEscalation } from '../commands/hold-escalation.ts';
import type { Outcome } from '../commands/outcome.ts';
import { snoozeTask } from '../commands/snooze-task.ts';
import { sideByName } from '../open-roles.ts';
import type { Actor, Instant, LocalDate, OnboardingState, Person } from '../model.ts';
import type { Role } from '../playbook.ts';

export const ownerActs = ['nothing', 'done', 'blocked', 'snoozed', 'away', 'unreachable', 'held'] as const;
export type OwnerActName = (typeof ownerActs)[number];

export interface OwnerAct {
  /** `held`: the CSM presses *hold* */
  does: OwnerActName;
  /** the day of it; nothing happens without one */
  on: LocalDate | null;
  /** of a snooze, a hold, an absence, or when a blocker is expected to be resolved */
  until: LocalDate | null;
}

const tenOClock = 600;
const somebody: Actor = { kind: 'person', id: null, label: 'the owner', staffRole: 'manager' };

/** An absence is known before it begins. */
export const ownerBefore = (person: Person, { does, on, until }: OwnerAct): Person =>
  does === 'away' && on !== null ? { ...person, absentFrom: on, absentUntil: until } : person;

const unreachable = (state: OnboardingState, ownerId: string | null, now: Instant): Outcome => ({
  state: {
    ...state,
    people: state.people.map((person) =>
      person.id === ownerId ? { ...person, unreachableSince: now, unreachableReason: 'the address bounces' } : person,
    ),
  },
  activity: [],
});

/** At ten in the morning of its day. */
export const ownerDeed = (
  { owner, role, timezone }: { owner: OwnerAct; role: Role; timezone: string },
  { tasks: [task] }: OnboardingState,
): { at: Instant; run: (state: OnboardingState, now: Instant) => Outcome } | null => {
  const { does, on, until } = owner;
  if (on === null || task === undefined) return null;
  const taskId = task.id;
  const acts: Record<OwnerActName, ((state: OnboardingState, now: Instant) => Outcome) | null> = {
    nothing: null,
    away: null,
    done: (state, now) => completeTask(state, { taskId }, somebody, now, null),
    blocked: (state, now) => {
      const input = { taskId, what: 'something of theirs', side: sideByName(role) };
      return blockTask(state, until === null ? input : { ...input, expectedOn: until }, somebody, now, null);
    },
    snoozed: (state, now) =>
      until === null ? { state, activity: [] } : snoozeTask(state, { taskId, until }, somebody, now, null),
    held: (state, now) =>
      until === null ? { state, activity: [] } : holdEscalation(state, { taskId, until }, somebody, now, null),
    unreachable: (state, now) => unreachable(state, task.ownerId, now),
  };
  const run = acts[does];
  return run === null ? null : { at: atLocalTime(on, tenOClock, timezone), run };
};
