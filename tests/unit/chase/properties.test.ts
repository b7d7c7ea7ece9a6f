/** What holds for every onboarding, whatever people do and whenever anybody looks. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { advance } from '../../../src/domain/advance.ts';
import { blockTask } from '../../../src/domain/commands/block-task.ts';
import { completeTask } from '../../../src/domain/commands/complete-task.ts';
import { hold } from '../../../src/domain/commands/hold.ts';
import type { Outcome } from '../../../src/domain/commands/outcome.ts';
import { reassignTask } from '../../../src/domain/commands/reassign-task.ts';
import { reopenTask } from '../../../src/domain/commands/reopen-task.ts';
import { unblockTask } from '../../../src/domain/commands/resolve-blocker.ts';
import { resume } from '../../../src/domain/commands/resume.ts';
import { setTaskDue } from '../../../src/domain/commands/set-task-due.ts';
import { snoozeTask } from '../../../src/domain/commands/snooze-task.ts';
import { localDate } from '../../../src/domain/calendar.ts';
import { addDays } from '../../../src/domain/local-date.ts';
import type { Actor, Instant, OnboardingState, Person } from '../../../src/domain/model.ts';
import { isAppError } from '../../../src/errors.ts';
import { at, book, customerTask, goLiveMilestone, monday, people, running, World } from './world.ts';

const csm: Actor = { kind: 'person', id: 'csm', label: 'csm', staffRole: 'manager' };
const sides = new Map(people.map(({ id, side }) => [id, side]));
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', null];

type Deed = {
  hours: number;
  kind:
    | 'complete'
    | 'block'
    | 'unblock'
    | 'snooze'
    | 'hold'
    | 'resume'
    | 'reassign'
    | 'reopen'
    | 'due'
    | 'bounce'
    | 'return'
    | 'look'
    | 'mail';
  task: number;
};

const deed: fc.Arbitrary<Deed> = fc.record({
  hours: fc.integer({ min: 1, max: 120 }),
  kind: fc.constantFrom(
    'complete',
    'block',
    'unblock',
    'snooze',
    'hold',
    'resume',
    'reassign',
    'reopen',
    'due',
    'bounce',
    'return',
    'look',
    'look',
    'look',
    'mail',
  ),
  task: fc.integer({ min: 0, max: 3 }),
});

const peopleFrom = (chosen: (string | null)[]): Person[] =>
  people.map((person, index) => ({ ...person, timezone: chosen[index % chosen.length] ?? null }));

const plan = (chosen: (string | null)[]): OnboardingState =>
  running({
    milestones: [goLiveMilestone],
    people: peopleFrom(chosen),
    tasks: [
      customerTask('t0', { isDueLocked: false, schedule: { from: 'dependencies', durationDays: 4 } }),
      customerTask('t1', {
        ownerId: 'lead',
        role: 'customer.lead',
        readyAt: null,
        isDueLocked: false,
        dependsOn: ['t0'],
      }),
      customerTask('t2', {
        side: 'team',
        role: 'team.csm',
        ownerId: 'csm',
        ladder: 'team',
        visibility: 'internal',
        dueOn: '2026-03-05',
      }),
      customerTask('t3', {
        ownerId: null,
        milestoneId: 'live',
        readyAt: null,
        isDueLocked: false,
        dependsOn: ['t1', 't2'],
        ladder: 'cutover',
      }),
    ],
  });

const setPeople = (state: OnboardingState, change: Partial<Person>): Outcome => ({
  state: { ...state, people: state.people.map((person) => (person.id === 'it' ? { ...person, ...change } : person)) },
  activity: [],
});

const apply = ({ kind, task }: Deed, state: OnboardingState, now: Instant): Outcome => {
  const taskId = `t${task}`;
  const later = addDays(localDate(now, 'Europe/Berlin'), 9);
  switch (kind) {
    case 'complete':
      return completeTask(state, { taskId }, csm, now, null);
    case 'block':
      return blockTask(state, { taskId, what: 'a key', side: 'customer', personId: 'sponsor' }, csm, now, null);
    case 'unblock':
      return unblockTask(state, { taskId }, csm, now, null);
    case 'snooze':
      return snoozeTask(state, { taskId, until: later }, csm, now, null);
    case 'hold':
      return hold(state, { reason: 'a pause', resumeOn: later }, csm, now, null);
    case 'resume':
      return resume(state, {}, csm, now, null);
    case 'reassign':
      return reassignTask(state, { taskId, personId: 'sponsor' }, csm, now, null);
    case 'reopen':
      return reopenTask(state, { taskId }, csm, now, null);
    case 'due':
      return setTaskDue(state, { taskId, dueOn: later, isDueLocked: true }, csm, now, null);
    case 'bounce':
      return setPeople(state, { unreachableSince: now, unreachableReason: 'no such mailbox' });
    case 'return':
      return setPeople(state, { unreachableSince: null, unreachableReason: null });
    case 'look':
    case 'mail':
      return { state, activity: [] };
  }
};

/** A command that makes no sense now is refused, and everything else goes on. */
const attempt = (one: Deed, state: OnboardingState, now: Instant): Outcome => {
  try {
    return apply(one, state, now);
  } catch (error) {
    if (isAppError(error)) return { state, activity: [] };
    throw error;
  }
};

const play = (
  deeds: Deed[],
  chosen: (string | null)[],
  seen: (world: World, before: OnboardingState) => void,
): World => {
  const world = new World(plan(chosen));
  let now = monday;
  for (const one of deeds) {
    now = new Date(Date.parse(now) + one.hours * 3_600_000).toISOString();
    if (one.kind === 'mail') world.isMailDown = !world.isMailDown;
    if (one.kind === 'look') world.until(now);
    world.change((state) => attempt(one, state, now), now);
    const before = structuredClone(world.state);
    world.at(now);
    seen(world, before);
  }
  return world;
};

const deeds = fc.array(deed, { minLength: 1, maxLength: 14 });
const chosenZones = fc.array(fc.constantFrom(...zones), { minLength: 1, maxLength: 6 });
const context = (world: World) => ({ now: world.now, playbook: book(), publicUrl: 'https://gangway.test' });

it('decides nothing new at the same moment, whatever has happened', () => {
  fc.assert(
    fc.property(deeds, chosenZones, (given, chosen) => {
      play(given, chosen, (world) => {
        const once = advance(world.state, context(world));
        const twice = advance(once.state, context(world));
        for (const { intents, effects, crmValues, activity, silences, checkIns } of [once, twice]) {
          expect([...intents, ...effects, ...crmValues, ...activity, ...silences, ...checkIns]).toEqual([]);
        }
        expect(twice.state).toEqual(once.state);
        expect(twice.nextWakeAt).toBe(once.nextWakeAt);
      });
    }),
    { numRuns: 6 },
  );
});

/** As PostgreSQL gives JSON back: keys by length, then by letter. Changes the order in place. */
const reorder = (value: unknown): void => {
  if (typeof value !== 'object' || value === null) return;
  const entries = Object.entries(value).sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
  for (const [key, inner] of entries) {
    reorder(inner);
    if (Array.isArray(value)) continue;
    Reflect.deleteProperty(value, key);
    Reflect.set(value, key, inner);
  }
};

const asStored = (state: OnboardingState): OnboardingState => {
  const stored = structuredClone(state);
  reorder(stored);
  return stored;
};

it('leaves every row as it was stored, so that a pass that decides nothing writes nothing', () => {
  fc.assert(
    fc.property(deeds, chosenZones, (given, chosen) => {
      play(given, chosen, (world) => {
        const stored = asStored(world.state);
        expect(JSON.stringify(advance(stored, context(world)).state)).toBe(JSON.stringify(stored));
      });
    }),
    { numRuns: 6 },
  );
});

it('changes nothing in place, wakes strictly later, and plans nothing twice under one key', () => {
  fc.assert(
    fc.property(deeds, chosenZones, (given, chosen) => {
      play(given, chosen, (world, before) => {
        const copy = structuredClone(before);
        const { nextWakeAt, intents } = advance(before, context(world));
        expect(before).toEqual(copy);
        if (nextWakeAt !== null) expect(nextWakeAt > world.now).toBe(true);
        expect(new Set(intents.map(({ dedupeKey }) => dedupeKey)).size).toBe(intents.length);
        expect(intents.every(({ notBefore }) => notBefore >= world.now)).toBe(true);
      });
    }),
    { numRuns: 6 },
  );
});

it('tells no customer anything while it is on hold, and never anything internal', () => {
  fc.assert(
    fc.property(deeds, chosenZones, (given, chosen) => {
      const world = play(given, chosen, ({ state, decisions }) => {
        const last = decisions.at(-1);
        if (state.onboarding.status === 'on_hold')
          expect(last?.intents.filter(({ personId }) => sides.get(personId) !== 'team') ?? []).toEqual([]);
      });
      const internal = world.planned.filter(
        ({ taskId, personId }) =>
          taskId === 't2' && world.state.tasks[2]?.ownerId === 'csm' && sides.get(personId) !== 'team',
      );
      expect(internal).toEqual([]);
    }),
    { numRuns: 6 },
  );
});

it('escalates a task only after its owner was told, or cannot be', () => {
  let escalations = 0;
  fc.assert(
    fc.property(deeds, chosenZones, (given, chosen) => {
      const reachable = given.filter(({ kind }) => kind !== 'bounce');
      const { said } = play(reachable, chosen, () => undefined);
      const escalated = said.filter(
        ({ kind, taskId, intent }) => kind === 'escalation' && taskId !== 't3' && intent.blockerId === null,
      );
      escalations += escalated.length;
      const asks = said.filter(({ kind }) => kind !== 'escalation' && kind !== 'hold_notice');
      const untold = escalated.filter(
        (one) => !asks.some(({ taskId, at: when }) => taskId === one.taskId && when < one.at),
      );
      expect(untold.map(({ taskId, at: when }) => `${taskId ?? ''} at ${when}`)).toEqual([]);
    }),
    { numRuns: 60 },
  );
  expect(escalations).toBeGreaterThan(0);
});

it('forgets nothing: looking only when told to finds what looking every hour finds', () => {
  fc.assert(
    fc.property(chosenZones, fc.boolean(), (chosen, isLocked) => {
      const initial = (): OnboardingState => {
        const given = plan(chosen);
        return { ...given, tasks: given.tasks.map((task) => (isLocked ? { ...task, isDueLocked: true } : task)) };
      };
      const byWake = new World(initial()).until(at('2026-03-17'));
      const byHour = new World(initial());
      for (let ms = Date.parse(monday); ms <= Date.parse(at('2026-03-17')); ms += 3_600_000)
        byHour.until(new Date(ms).toISOString());
      const keys = (world: World): string[] => world.planned.map(({ dedupeKey }) => dedupeKey).sort();
      expect(keys(byHour)).toEqual(keys(byWake));
    }),
    { numRuns: 2 },
  );
});
