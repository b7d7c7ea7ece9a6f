import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecast } from '../../../src/domain/forecast.ts';
import { drawer, normalCdf, seeded } from '../../../src/domain/lognormal.ts';
import type { OnboardingState, Side, Task } from '../../../src/domain/model.ts';
import { scheduleOf } from '../../../src/domain/plan-dates.ts';
import { milestone, onboarding, phase, state, task } from './fixtures.ts';

const now = '2026-03-02T09:00:00.000Z';
const plan = (tasks: Task[], over: Partial<OnboardingState> = {}): OnboardingState =>
  state({
    phases: [phase('p', 0, { status: 'in_progress' })],
    milestones: [milestone('live', 'p', { isGoLive: true })],
    tasks: tasks.map((t) => ({ ...t, milestoneId: 'live' })),
    ...over,
  });
const chain = (side: Side, length = 8, days = 5): Task[] =>
  Array.from({ length }, (_, index) =>
    task(`t${index}`, {
      side,
      schedule: { from: 'dependencies', durationDays: days },
      dependsOn: index ? [`t${index - 1}`] : [],
    }),
  );
const at = (from: OnboardingState, more: Partial<Parameters<typeof forecast>[1]> = {}) =>
  forecast(from, { now, playbook: null, ...more });

describe('forecast', () => {
  it('is the same for the same facts, P80 not before P50', () => {
    const first = at(plan(chain('customer')));
    expect(at(plan(chain('customer')))).toEqual(first);
    expect(first!.p80 > first!.p50).toBe(true);
    expect(first!.criticalTaskIds).toHaveLength(8);
    expect(first!.basis).toMatch(/no finished tasks/);
  });
  it('expects customers to take longer than planned, and our own tasks about as long', () => {
    const planned = scheduleOf(plan(chain('team')), null, now).goLiveOn!;
    const team = at(plan(chain('team')))!;
    expect(Math.abs(Date.parse(team.p50) - Date.parse(planned)) / 86_400_000).toBeLessThan(9);
    expect(at(plan(chain('customer')))!.p50 > team.p50).toBe(true);
  });
  it('learns from what such tasks took before', () => {
    const slow = Array.from({ length: 60 }, () => ({ side: 'team' as const, ratio: 2 }));
    const learned = at(plan(chain('team')), { history: slow })!;
    expect(learned.p50 > at(plan(chain('team')))!.p80).toBe(true);
    expect(learned.basis).toMatch(/60 finished tasks/);
  });
  it('moves with facts: done early, late, blocked, held', () => {
    const tasks = chain('team');
    const base = at(plan(tasks))!.p50;
    const early = tasks.map((t, i) => (i < 4 ? { ...t, status: 'done' as const, doneAt: now } : t));
    expect(at(plan(early))!.p50 < base).toBe(true);
    const blocked = tasks.map((t, i) => (i === 0 ? { ...t, status: 'blocked' as const, readyAt: now } : t));
    const blocker = {
      id: 'b',
      onboardingId: 'o',
      taskId: 't0',
      milestoneId: null,
      what: 'x',
      side: 'customer' as const,
      personId: null,
      expectedOn: '2026-04-30',
      openedAt: now,
      openedById: null,
      resolvedAt: null,
      resolvedById: null,
      resolution: null,
      chase: {},
    };
    expect(at(plan(blocked, { blockers: [blocker] }))!.p50 > base).toBe(true);
    expect(
      at(
        plan(tasks, { onboarding: onboarding({ status: 'on_hold', kickoffOn: '2026-03-02', resumeOn: '2026-06-01' }) }),
      )!.p50 > '2026-06-01',
    ).toBe(true);
    const overdue = tasks.map((t, i) => (i === 0 ? { ...t, readyAt: now } : t));
    expect(forecast(plan(overdue), { now: '2026-04-15T09:00:00.000Z', playbook: null })!.p50 > base).toBe(true);
  });
  it('never comes before today, a locked date or the target that go-live is anchored to', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 4 }), (length, days) => {
        const tasks = [
          ...chain('team', length, days),
          task('cutover', { schedule: { from: 'go_live', offsetDays: 0, durationDays: 1 } }),
        ];
        const result = at(
          plan(tasks, {
            onboarding: onboarding({ status: 'active', kickoffOn: '2026-03-02', targetGoLiveOn: '2026-05-04' }),
          }),
        )!;
        expect(result.p50 >= '2026-05-04').toBe(true);
      }),
      { numRuns: 20 },
    );
  });
  describe('follows the work that is left', () => {
    const anchored = (done: number, doneAt: string): OnboardingState => {
      const tasks = [
        ...chain('team', 6, 5).map((t, i) => ({
          ...t,
          baselineDueOn:
            ['2026-03-09', '2026-03-16', '2026-03-23', '2026-03-30', '2026-04-06', '2026-04-13'][i] ?? null,
          ...(i < done ? { status: 'done' as const, doneAt } : {}),
        })),
        task('rehearse', { schedule: { from: 'kickoff', offsetDays: 35, durationDays: 2 }, dependsOn: ['t5'] }),
        task('cutover', { schedule: { from: 'go_live', offsetDays: 0, durationDays: 1 }, dependsOn: ['rehearse'] }),
      ];
      return plan(tasks, {
        onboarding: onboarding({ status: 'active', kickoffOn: '2026-03-02', targetGoLiveOn: '2026-05-04' }),
      });
    };
    const p50 = (state: OnboardingState, on: string): string =>
      forecast(state, { now: `${on}T09:00:00.000Z`, playbook: null })!.p50;

    it('holds to the agreed dates while all is on plan, whatever the draws', () => {
      expect(p50(anchored(0, ''), '2026-03-02')).toBe('2026-05-04');
      expect(p50(anchored(3, '2026-03-23T09:00:00.000Z'), '2026-03-23')).toBe('2026-05-04');
    });

    it('comes before the agreed dates when what precedes them was done early', () => {
      const half = p50(anchored(3, '2026-03-09T09:00:00.000Z'), '2026-03-09');
      // ten business days ahead
      expect(half).toBe('2026-04-20');
      const all = p50(anchored(6, '2026-03-09T09:00:00.000Z'), '2026-03-09');
      expect(all < half && all > '2026-03-09').toBe(true);
    });

    it('never before a locked date', () => {
      const early = anchored(6, '2026-03-09T09:00:00.000Z');
      const locked = early.tasks.map((t) =>
        t.id === 'cutover' ? { ...t, isDueLocked: true, dueOn: '2026-05-04' } : t,
      );
      expect(p50({ ...early, tasks: locked }, '2026-03-09')).toBe('2026-05-04');
    });
  });
  it('is the same for two thousand tasks each time', () => {
    const many = plan(
      Array.from({ length: 2_000 }, (_, index) =>
        task(`t${index}`, { dependsOn: index < 40 ? [] : [`t${index - 40}`, `t${index - 17}`] }),
      ),
    );
    expect(at(many)).toEqual(at(many));
  });
  it('is none without an open go-live', () => {
    expect(at(plan([]))).toBeNull();
    expect(
      at(plan(chain('team'), { milestones: [milestone('live', 'p', { isGoLive: true, status: 'done' })] })),
    ).toBeNull();
  });
});

describe('draws', () => {
  it('follow the lognormal, also given a minimum', () => {
    const take = (minimum: number) => {
      const draw = drawer({ median: 1.2, sigma: 0.6 }, minimum, seeded(7));
      return Array.from({ length: 20_000 }, draw);
    };
    const share = (values: number[], limit: number) => values.filter((value) => value <= limit).length / values.length;
    expect(share(take(0), 1.2)).toBeCloseTo(0.5, 1);
    expect(share(take(0), 2)).toBeCloseTo(normalCdf(Math.log(2 / 1.2) / 0.6), 1);
    expect(Math.min(...take(1.5))).toBeGreaterThan(1.49);
    const above = 1 - normalCdf(Math.log(1.5 / 1.2) / 0.6);
    expect(1 - share(take(1.5), 2)).toBeCloseTo((1 - normalCdf(Math.log(2 / 1.2) / 0.6)) / above, 1);
  });
});
