/** What holds for every ladder: its caps, an ear for everything that is late, and the owner's own business days. */
import Holidays from 'date-holidays';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { businessDaysBetween, localDate } from '../../../src/domain/calendar.ts';
import { addDays } from '../../../src/domain/local-date.ts';
import type { LocalDate, Person, PlannedIntent } from '../../../src/domain/model.ts';
import type { Ladder, LadderCaps, LadderRung } from '../../../src/domain/playbook.ts';
import { windowFrom } from '../../../src/domain/send-window.ts';
import { workHoursOf } from '../../../src/domain/work-hours.ts';
import { at, book, customerTask, people, running, World } from './world.ts';

/** Around the changes of the clocks, in either hemisphere, and around Easter and May holidays. */
const dues = ['2026-03-09', '2026-03-30', '2026-04-03', '2026-04-06', '2026-05-01', '2026-10-26', '2026-11-02'];
const zones = ['Europe/Berlin', 'America/New_York', 'Pacific/Auckland', 'Australia/Lord_Howe', 'Asia/Kolkata'];
const countries = ['DE', 'US', 'NZ', 'AU', 'IN', null];

const rung = (days: number, kind: LadderRung['kind'], to: string, repeatEvery: number | null = null): LadderRung => ({
  at: days,
  kind,
  to,
  orElse: null,
  repeatEvery,
});

const caps: fc.Arbitrary<LadderCaps> = fc.record(
  {
    perTask: fc.integer({ min: 1, max: 5 }),
    apartDays: fc.integer({ min: 1, max: 4 }),
    perDay: fc.integer({ min: 1, max: 3 }),
  },
  { requiredKeys: [] },
);

/** Any that a playbook of format 2 may hold: whatever it asks, the last escalation repeats for ever. */
const ladders: fc.Arbitrary<Ladder> = fc
  .record({
    before: fc.integer({ min: -5, max: -1 }),
    overdueEvery: fc.option(fc.integer({ min: 1, max: 4 })),
    escalatesAt: fc.integer({ min: 2, max: 6 }),
    every: fc.integer({ min: 1, max: 5 }),
    announces: fc.boolean(),
    urgent: fc.boolean(),
    caps: fc.option(caps, { nil: undefined }),
  })
  .map(({ before, overdueEvery, escalatesAt, every, announces, urgent, caps: most }) => ({
    urgent,
    rungs: [
      rung(before, 'reminder', 'owner'),
      rung(0, 'due', 'owner'),
      rung(1, 'overdue', 'owner', overdueEvery),
      ...(announces ? [rung(escalatesAt - 1, 'hold_notice', 'team.csm')] : []),
      rung(escalatesAt, 'escalation', 'team.manager', every),
    ],
    ...(most && { caps: most }),
  }));

const places = fc.record({
  timezone: fc.constantFrom(...zones),
  holidayCountry: fc.constantFrom(...countries),
  dueOn: fc.constantFrom(...dues),
  workDays: fc.constantFrom<number[]>([1, 2, 3, 4, 5], [7, 1, 2, 3, 4], [2, 3, 4]),
});
type Place = Pick<Person, 'timezone' | 'holidayCountry' | 'workDays'> & { dueOn: LocalDate };

const startOf = (dueOn: LocalDate): string => at(addDays(dueOn, -21));

const worldOf = (ladder: Ladder, place: Place, count: number): World => {
  const { dueOn, ...works } = place;
  const readyAt = startOf(dueOn);
  const initial = running({
    people: people.map((person) => (person.id === 'it' ? { ...person, ...works } : person)),
    tasks: Array.from({ length: count }, (_, n) => customerTask(`t${n}`, { dueOn, readyAt })),
  });
  initial.onboarding = { ...initial.onboarding, publishedAt: readyAt, kickoffOn: readyAt.slice(0, 10) };
  const world = new World(initial, book({ format: 2, ladders: { ...book().ladders, default: ladder } }));
  world.now = readyAt;
  return world;
};

const hoursOf = ({ state }: World) =>
  workHoursOf(
    state.people.find(({ id }) => id === 'it')!,
    state.onboarding.timezone,
  );
const isAsk = ({ kind, personId }: PlannedIntent): boolean =>
  personId === 'it' && ['reminder', 'due', 'overdue'].includes(kind);

it('never asks more than its caps allow', () => {
  let capped = 0;
  fc.assert(
    fc.property(ladders, places, fc.integer({ min: 1, max: 4 }), (ladder, place, count) => {
      const world = worldOf(ladder, place, count).until(at(addDays(place.dueOn, 30)));
      const hours = hoursOf(world);
      const asks = world.planned
        .filter(isAsk)
        .map(({ taskId, notBefore }) => ({ taskId, on: localDate(windowFrom(notBefore, hours), hours.timezone) }));
      const { perTask = Infinity, apartDays = 0, perDay = Infinity } = ladder.caps ?? {};
      for (const { id } of world.state.tasks) {
        const own = asks.filter(({ taskId }) => taskId === id).map(({ on }) => on);
        expect(own.length).toBeLessThanOrEqual(perTask);
        own.slice(1).forEach((on, index) => {
          expect(businessDaysBetween(own[index]!, on, hours.calendar)).toBeGreaterThanOrEqual(apartDays);
        });
      }
      for (const on of new Set(asks.map((one) => one.on)))
        expect(asks.filter((one) => one.on === on).length).toBeLessThanOrEqual(perDay);
      if (world.decisions.some(({ silences }) => silences.some(({ reason }) => reason?.includes('ladder'))))
        capped += 1;
    }),
    { numRuns: 40 },
  );
  expect(capped).toBeGreaterThan(0);
});

it('never falls silent: what is late always wakes again, and somebody hears of it within eight working days', () => {
  fc.assert(
    fc.property(ladders, places, fc.integer({ min: 1, max: 3 }), (ladder, place, count) => {
      const world = worldOf(ladder, place, count);
      const end = addDays(place.dueOn, 45);
      world.until(at(end));
      for (const { state, nextWakeAt } of world.decisions) {
        const late = state.tasks.filter(({ status, dueOn }) => status !== 'done' && dueOn !== null);
        if (late.length > 0) expect(nextWakeAt).not.toBeNull();
      }
      for (const { id } of world.state.tasks) {
        const days = world.said.filter(({ taskId }) => taskId === id).map(({ at: when }) => when.slice(0, 10));
        const sinceDue = [place.dueOn, ...days.filter((day) => day > place.dueOn), end];
        sinceDue.slice(1).forEach((day, index) => {
          expect(businessDaysBetween(sinceDue[index]!, day, hoursOf(world).calendar)).toBeLessThanOrEqual(8);
        });
      }
    }),
    { numRuns: 30 },
  );
});

/** Counted day by day, by nothing of ours. */
const workedDay = (from: LocalDate, count: number, { workDays, holidayCountry }: Place): LocalDate => {
  const holidays = holidayCountry === null ? [] : new Holidays(holidayCountry).getHolidays(Number(from.slice(0, 4)));
  const off = new Set(holidays.filter(({ type }) => type === 'public').map(({ date }) => date.slice(0, 10)));
  const isWorked = (day: DateTime): boolean => workDays.includes(day.weekday) && !off.has(day.toISODate() ?? '');
  let day = DateTime.fromISO(from, { zone: 'UTC' });
  while (!isWorked(day)) day = day.plus({ days: 1 });
  for (let left = Math.abs(count); left > 0;) {
    day = day.plus({ days: Math.sign(count) });
    if (isWorked(day)) left -= 1;
  }
  return day.toISODate() ?? '';
};

it('counts in the business days of the owner, and begins with their working day, whatever the clocks do', () => {
  fc.assert(
    fc.property(ladders, places, (ladder, place) => {
      const uncapped = { ...ladder, caps: undefined };
      const world = worldOf(uncapped, place, 1).until(at(addDays(place.dueOn, 14)));
      for (const { at: days, kind } of ladder.rungs.filter(({ to }) => to === 'owner')) {
        const first = world.planned.find((intent) => isAsk(intent) && intent.kind === kind);
        if (!first) throw new Error(`nobody was asked by the step ${days}`);
        const local = DateTime.fromISO(first.notBefore).setZone(place.timezone ?? 'UTC');
        expect(`${kind} ${local.toFormat('yyyy-MM-dd HH:mm')}`).toBe(
          `${kind} ${workedDay(place.dueOn, days, place)} 09:00`,
        );
      }
    }),
    { numRuns: 60 },
  );
});
