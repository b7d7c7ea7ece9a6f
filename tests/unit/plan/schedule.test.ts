import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addBusinessDays, businessDaysBetween } from '../../../src/domain/calendar.ts';
import { findCycle } from '../../../src/domain/dependency-graph.ts';
import type { Task } from '../../../src/domain/model.ts';
import { type ScheduleOptions, schedule } from '../../../src/domain/schedule.ts';
import { gate, milestone, phase, task } from './fixtures.ts';

const calendar = { country: 'DE' };
const kickoffOn = '2026-03-02';
const options: ScheduleOptions = {
  kickoffOn,
  goLiveOn: null,
  calendar,
  today: '2026-02-20',
  timezone: 'Europe/Berlin',
};
const dates = (tasks: Task[], over: Partial<ScheduleOptions> = {}) => schedule(tasks, { ...options, ...over });
const due = (tasks: Task[], id: string, over: Partial<ScheduleOptions> = {}) => dates(tasks, over).tasks.get(id)?.dueOn;

describe('schedule', () => {
  const chain = [
    task('a', { schedule: { from: 'dependencies', durationDays: 3 } }),
    task('b', { dependsOn: ['a'] }),
    task('c', { dependsOn: ['b'] }),
  ];

  it('dates a chain forward from kickoff in business days', () => {
    const { tasks } = dates(chain);
    expect(tasks.get('a')).toMatchObject({ startOn: '2026-03-02', dueOn: '2026-03-05' });
    expect(tasks.get('b')).toMatchObject({ startOn: '2026-03-05', dueOn: '2026-03-06' });
    expect(tasks.get('c')).toMatchObject({ startOn: '2026-03-06', dueOn: '2026-03-09' });
  });
  it('pulls what follows forward when a task is done early, and pushes it when it is late', () => {
    const early = chain.map((t) =>
      t.id === 'a' ? { ...t, status: 'done' as const, doneAt: '2026-03-03T10:00:00Z' } : t,
    );
    expect(due(early, 'b', { today: '2026-03-03' })).toBe('2026-03-04');
    const open = chain.map((t) => (t.id === 'a' ? { ...t, readyAt: '2026-03-02T08:00:00Z' } : t));
    const late = dates(open, { today: '2026-03-11' }).tasks;
    expect(late.get('a')?.dueOn).toBe('2026-03-05');
    expect(late.get('b')?.dueOn).toBe('2026-03-12');
  });
  it('keeps a locked date, and plans on from when it can really end', () => {
    const tasks = chain.map((t) => (t.id === 'b' ? { ...t, dueOn: '2026-03-03', isDueLocked: true } : t));
    expect(due(tasks, 'b')).toBe('2026-03-03');
    expect(due(tasks, 'c')).toBe('2026-03-06');
  });
  it('anchors to kickoff and go-live, but never before the dependencies', () => {
    const tasks = [
      task('k', { schedule: { from: 'kickoff', offsetDays: -2, durationDays: 1 } }),
      task('g', { schedule: { from: 'go_live', offsetDays: -5, durationDays: 2 } }),
      task('h', { schedule: { from: 'go_live', offsetDays: -20, durationDays: 2 }, dependsOn: ['g'] }),
    ];
    const over = { goLiveOn: '2026-03-31' };
    expect(due(tasks, 'k', over)).toBe('2026-02-26');
    expect(dates(tasks, over).tasks.get('g')).toMatchObject({ startOn: '2026-03-20', dueOn: '2026-03-24' });
    expect(due(tasks, 'h', over)).toBe('2026-03-26');
  });
  it('dates backward from go-live as late as possible', () => {
    const over = { goLiveOn: '2026-03-31', datesFrom: 'go_live' as const };
    expect(['a', 'b', 'c'].map((id) => due(chain, id, over))).toEqual(['2026-03-27', '2026-03-30', '2026-03-31']);
    expect(due(chain, 'c', { ...over, goLiveOn: '2026-03-04' })).toBe('2026-03-09');
  });
  it('lets phases wait for their gates', () => {
    const phases = [phase('one', 0), phase('two', 1, { entryGate: gate({ kind: 'phase_done', phase: 'one' }) })];
    const tasks = [
      task('a', { phaseId: 'one', schedule: { from: 'dependencies', durationDays: 4 } }),
      task('z', { phaseId: 'two' }),
    ];
    expect(due(tasks, 'z', { phases })).toBe('2026-03-09');
    expect(due(tasks, 'z', { phases: [phases[0]!, { ...phases[1]!, status: 'in_progress' }] })).toBe('2026-03-03');
  });
  it('never asks for something before it could be worked on', () => {
    const tasks = [
      task('a', { status: 'done', doneAt: '2026-03-02T09:00:00Z' }),
      task('b', { dependsOn: ['a'], schedule: { from: 'dependencies', durationDays: 2 } }),
    ];
    expect(due(tasks, 'b', { today: '2026-03-16' })).toBe('2026-03-18');
    expect(due([tasks[0]!, { ...tasks[1]!, readyAt: '2026-03-10T09:00:00Z' }], 'b', { today: '2026-03-16' })).toBe(
      '2026-03-12',
    );
  });
  it('waits for the expected end of a blocker', () => {
    const tasks = chain.map((t) => (t.id === 'a' ? { ...t, status: 'blocked' as const } : t));
    expect(due(tasks, 'b', { notBefore: new Map([['a', '2026-03-20']]) })).toBe('2026-03-23');
  });
  it('tells the critical path to go-live and the slack beside it', () => {
    const phases = [
      phase('p', 0),
      phase('care', 1, { entryGate: gate({ kind: 'milestone_done', milestone: 'live' }) }),
    ];
    const milestones = [milestone('live', 'p', { isGoLive: true })];
    const tasks = [
      task('long', { schedule: { from: 'dependencies', durationDays: 8 } }),
      task('short', { schedule: { from: 'dependencies', durationDays: 2 } }),
      task('cutover', { dependsOn: ['long', 'short'], milestoneId: 'live' }),
      task('after', { phaseId: 'care', schedule: { from: 'dependencies', durationDays: 30 } }),
    ];
    const result = dates(tasks, { phases, milestones });
    expect(result.criticalTaskIds).toEqual(['long', 'cutover']);
    expect(result.tasks.get('short')?.slackDays).toBe(6);
    expect(result.goLiveOn).toBe('2026-03-13');
    expect(result.milestoneOn.get('live')).toBe('2026-03-13');
  });
  it('refuses a cycle and names its path', () => {
    const tasks = [
      task('a', { dependsOn: ['c'] }),
      task('b', { dependsOn: ['a'] }),
      task('c', { dependsOn: ['b'] }),
      task('d', { dependsOn: ['a'] }),
    ];
    expect(() => dates(tasks)).toThrow(/a → c → b → a/);
    expect(() =>
      dates([task('x', { phaseId: 'p' })], {
        phases: [phase('p', 0, { entryGate: gate({ kind: 'phase_done', phase: 'p' }) })],
      }),
    ).toThrow(/wait for each other/);
  });
});

const plan: fc.Arbitrary<Task[]> = fc
  .array(
    fc.record({
      before: fc.array(fc.nat(), { maxLength: 3 }),
      durationDays: fc.integer({ min: 0, max: 6 }),
      offsetDays: fc.integer({ min: -10, max: 30 }),
      from: fc.constantFrom('dependencies' as const, 'dependencies' as const, 'kickoff' as const, 'go_live' as const),
      lock: fc.option(fc.integer({ min: -5, max: 60 }), { freq: 6 }),
      status: fc.constantFrom(
        'pending' as const,
        'pending' as const,
        'in_progress' as const,
        'skipped' as const,
        'done' as const,
      ),
      doneAfter: fc.integer({ min: 0, max: 20 }),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((rows) =>
    rows.map((row, index) => {
      const status = row.status === 'done' && index > 6 ? 'pending' : row.status;
      return task(`t${index}`, {
        status,
        dependsOn: index === 0 ? [] : [...new Set(row.before.map((n) => `t${n % index}`))],
        schedule:
          row.from === 'dependencies'
            ? { from: row.from, durationDays: row.durationDays }
            : { from: row.from, offsetDays: row.offsetDays, durationDays: row.durationDays },
        isDueLocked: row.lock !== null,
        dueOn: row.lock === null ? null : addBusinessDays(kickoffOn, row.lock, calendar),
        doneAt: status === 'done' ? `${addBusinessDays(kickoffOn, row.doneAfter, calendar)}T12:00:00Z` : null,
      });
    }),
  );
const situation = fc
  .record({
    datesFrom: fc.constantFrom('kickoff' as const, 'go_live' as const),
    todayAfter: fc.integer({ min: -3, max: 30 }),
    goLiveAfter: fc.option(fc.integer({ min: 5, max: 90 })),
  })
  .map(({ datesFrom, todayAfter, goLiveAfter }): Partial<ScheduleOptions> => ({
    datesFrom,
    today: addBusinessDays(kickoffOn, todayAfter, calendar),
    goLiveOn: goLiveAfter === null ? null : addBusinessDays(kickoffOn, goLiveAfter, calendar),
  }));
const isOpen = (t: Task) => t.status !== 'done' && t.status !== 'skipped';

describe('every schedule', () => {
  it('starts no open task before its open dependencies are due', () => {
    fc.assert(
      fc.property(plan, situation, (tasks, over) => {
        const result = dates(tasks, over).tasks;
        for (const t of tasks.filter(isOpen)) {
          for (const id of t.dependsOn) {
            const before = tasks.find((other) => other.id === id);
            const dependency = result.get(id);
            if (before && isOpen(before) && dependency)
              expect(dependency.dueOn <= (result.get(t.id)?.startOn ?? '')).toBe(true);
          }
        }
      }),
    );
  });
  it('moves no locked date and leaves nothing undated', () => {
    fc.assert(
      fc.property(plan, situation, (tasks, over) => {
        const result = dates(tasks, over).tasks;
        for (const t of tasks) {
          if (t.isDueLocked) expect(result.get(t.id)?.dueOn).toBe(t.dueOn);
          expect(result.get(t.id)?.startOn).toMatch(/^\d{4}-\d\d-\d\d$/);
        }
      }),
    );
  });
  it('gives no negative slack, and a task on the critical path none', () => {
    fc.assert(
      fc.property(plan, situation, (tasks, over) => {
        const result = dates(tasks, over);
        for (const [, { slackDays }] of result.tasks) expect(slackDays).toBeGreaterThanOrEqual(0);
        for (const id of result.criticalTaskIds) expect(result.tasks.get(id)?.slackDays).toBe(0);
        if (tasks.every(isOpen)) expect(result.criticalTaskIds.length).toBeGreaterThan(0);
      }),
    );
  });
  it('shifts monotonously: a longer task or a later day makes nothing earlier', () => {
    fc.assert(
      fc.property(plan, situation, fc.nat(), fc.integer({ min: 1, max: 9 }), (tasks, over, pick, days) => {
        const forward = { ...over, datesFrom: 'kickoff' as const };
        const before = dates(tasks, forward).tasks;
        const longer = tasks.map((t, index) =>
          index === pick % tasks.length
            ? { ...t, schedule: { ...t.schedule, durationDays: t.schedule.durationDays + days } }
            : t,
        );
        const later = { ...forward, today: addBusinessDays(forward.today ?? kickoffOn, days, calendar) };
        for (const after of [dates(longer, forward).tasks, dates(tasks, later).tasks]) {
          for (const t of tasks) expect((after.get(t.id)?.dueOn ?? '') >= (before.get(t.id)?.dueOn ?? '')).toBe(true);
        }
      }),
    );
  });
  it('does not move go-live when one task slips within its slack', () => {
    fc.assert(
      fc.property(plan, fc.nat(), (tasks, pick) => {
        const open = tasks.map((t) => ({
          ...t,
          status: 'pending' as const,
          isDueLocked: false,
          dueOn: null,
          doneAt: null,
          schedule: { from: 'dependencies' as const, durationDays: t.schedule.durationDays },
        }));
        const chosen = open[pick % open.length]!;
        const end = (result: ReturnType<typeof dates>) =>
          [...result.tasks.values()]
            .map(({ dueOn }) => dueOn)
            .sort()
            .at(-1) ?? '';
        const before = dates(open);
        const slack = before.tasks.get(chosen.id)?.slackDays ?? 0;
        const slipped = (by: number) =>
          end(
            dates(
              open.map((t) =>
                t.id === chosen.id
                  ? { ...t, schedule: { ...t.schedule, durationDays: t.schedule.durationDays + by } }
                  : t,
              ),
            ),
          );
        expect(slipped(slack)).toBe(end(before));
        expect(businessDaysBetween(end(before), slipped(slack + 3), calendar)).toBe(3);
      }),
    );
  });
  it('is not changed by applying its own dates', () => {
    fc.assert(
      fc.property(plan, situation, (tasks, over) => {
        const first = dates(tasks, over).tasks;
        const again = dates(
          tasks.map((t) => ({
            ...t,
            startOn: first.get(t.id)?.startOn ?? null,
            dueOn: first.get(t.id)?.dueOn ?? null,
          })),
          over,
        ).tasks;
        expect([...again]).toEqual([...first]);
      }),
    );
  });
});

it('finds a cycle that is really one, exactly when there is one', () => {
  const graph = fc
    .integer({ min: 1, max: 12 })
    .chain((size) =>
      fc.array(fc.uniqueArray(fc.nat({ max: size - 1 }), { maxLength: 3 }), { minLength: size, maxLength: size }),
    );
  const reaches = (waitsFor: number[][], from: number, to: number, seen = new Set<number>()): boolean =>
    (waitsFor[from] ?? []).some(
      (next) => next === to || (!seen.has(next) && reaches(waitsFor, next, to, seen.add(next))),
    );
  fc.assert(
    fc.property(graph, (waitsFor) => {
      const cycle = findCycle(waitsFor);
      expect(cycle !== null).toBe(waitsFor.some((_, node) => reaches(waitsFor, node, node)));
      if (!cycle) return;
      expect(cycle.at(0)).toBe(cycle.at(-1));
      cycle.slice(1).forEach((node, index) => expect(waitsFor[cycle[index] ?? -1]).toContain(node));
    }),
  );
});
