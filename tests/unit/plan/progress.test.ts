import { describe, expect, it } from 'vitest';
import { missingFor } from '../../../src/domain/gate.ts';
import type { OnboardingState, Task } from '../../../src/domain/model.ts';
import { progressOf, settle } from '../../../src/domain/progress.ts';
import { gate, milestone, onboarding, phase, state, task } from './fixtures.ts';

const now = '2026-03-04T10:00:00.000Z';
const later = '2026-03-06T10:00:00.000Z';
const kinds = (activity: { kind: string; data: Record<string, unknown> }[]) =>
  activity.map(({ kind, data }) => `${kind} ${String(data['name'])}`);
const plan = (): OnboardingState =>
  state({
    phases: [
      phase('one', 0),
      phase('two', 1, {
        entryGate: gate(
          { kind: 'phase_done', phase: 'one' },
          { kind: 'approval', role: 'team.csm', label: 'Design', approvedAt: null, approvedById: null },
        ),
      }),
    ],
    milestones: [
      milestone('first', 'one', { isFirstValue: true }),
      milestone('live', 'two', { isGoLive: true, completion: 'person' }),
    ],
    tasks: [
      task('a', { phaseId: 'one', milestoneId: 'first' }),
      task('b', { phaseId: 'one', milestoneId: 'first', dependsOn: ['a'] }),
      task('c', { phaseId: 'two', milestoneId: 'live' }),
    ],
  });
const set = (from: OnboardingState, id: string, over: Partial<Task>): void => {
  Object.assign(from.tasks.find((t) => t.id === id) ?? {}, over);
};
const approve = (from: OnboardingState): void => {
  for (const criterion of from.phases[1]?.entryGate.criteria ?? [])
    if (criterion.kind === 'approval') criterion.approvedAt = now;
};

describe('settle', () => {
  it('enters the first phase and frees what waits for nothing', () => {
    const one = plan();
    expect(kinds(settle(one, now))).toEqual(['phase_started one', 'task_ready a']);
    expect(one.tasks.map(({ readyAt }) => readyAt)).toEqual([now, null, null]);
    expect(one.onboarding.currentPhase).toBe('one');
    expect(settle(one, later)).toEqual([]);
  });
  it('hands on to the next task, milestone and phase', () => {
    const one = plan();
    settle(one, now);
    set(one, 'a', { status: 'done', doneAt: now });
    expect(kinds(settle(one, now))).toEqual(['task_ready b']);
    expect(one.milestones[0]?.status).toBe('in_progress');
    set(one, 'b', { status: 'skipped' });
    expect(kinds(settle(one, later))).toEqual(['milestone_done first', 'first_value first', 'phase_done one']);
    expect(one.onboarding).toMatchObject({ firstValueAt: later, progress: 0.5, currentPhase: 'one' });
    expect(missingFor('entry', one.phases[1]!, one).map(({ why }) => why)).toEqual(['"Design" is not approved']);
    approve(one);
    expect(kinds(settle(one, later))).toEqual(['phase_started two', 'task_ready c']);
  });
  it('leaves to a person what a person has to confirm', () => {
    const one = plan();
    approve(one);
    for (const id of ['a', 'b', 'c']) set(one, id, { status: 'done', doneAt: now });
    settle(one, now);
    expect(one.milestones[1]?.status).toBe('in_progress');
    expect(one.phases.map(({ status }) => status)).toEqual(['done', 'done']);
  });
  it('never reaches go-live by itself', () => {
    const one = plan();
    approve(one);
    one.milestones[1]!.completion = 'tasks';
    for (const id of ['a', 'b', 'c']) set(one, id, { status: 'done', doneAt: now });
    settle(one, now);
    expect(one.milestones[1]?.status).toBe('in_progress');
    one.milestones[1]!.status = 'done';
    set(one, 'c', { status: 'pending', doneAt: null });
    settle(one, later);
    expect(one.milestones[1]?.status).toBe('done');
  });
  it('reopens milestone and phase with a task', () => {
    const one = plan();
    for (const id of ['a', 'b']) set(one, id, { status: 'done', doneAt: now });
    settle(one, now);
    set(one, 'a', { status: 'pending', doneAt: null });
    expect(kinds(settle(one, later))).toEqual(['milestone_reopened first', 'phase_reopened one', 'task_ready a']);
    expect(one.onboarding.firstValueAt).toBe(now);
  });
  it('takes back readiness of what has not begun, when something before it is reopened', () => {
    const one = plan();
    settle(one, now);
    set(one, 'a', { status: 'done', doneAt: now });
    settle(one, now);
    set(one, 'a', { status: 'pending', doneAt: null });
    expect(kinds(settle(one, later))).toEqual(['task_waits_again b']);
  });
  it('shows what is blocked, by a task or by itself', () => {
    const one = plan();
    settle(one, now);
    set(one, 'a', { status: 'blocked' });
    expect(kinds(settle(one, now))).toEqual(['milestone_blocked first']);
  });
  it('stands still in a draft and on hold, and says nothing before or after', () => {
    for (const status of ['draft', 'on_hold', 'handoff', 'cancelled'] as const) {
      const still = { ...plan(), onboarding: onboarding({ status }) };
      expect(settle(still, now)).toEqual([]);
      expect(still.phases[0]?.status).toBe('not_started');
    }
  });
  it('keeps an exit gate closed while a blocker or an integration is open', () => {
    const one = plan();
    one.phases[0]!.exitGate = gate(
      { kind: 'no_open_blockers' },
      { kind: 'integrations_validated', integrations: ['erp'] },
      { kind: 'tasks_done' },
    );
    one.blockers = [
      {
        id: 'x',
        onboardingId: 'o',
        taskId: 'a',
        milestoneId: null,
        what: 'VPN access',
        side: 'customer',
        personId: null,
        expectedOn: null,
        openedAt: now,
        openedById: null,
        resolvedAt: null,
        resolvedById: null,
        resolution: null,
        chase: {},
      },
    ];
    one.integrationItems = [
      {
        id: 'i',
        onboardingId: 'o',
        key: 'erp',
        name: 'ERP',
        environment: 'production',
        ownerRole: 'customer.it',
        status: 'connected',
        checks: [],
        note: null,
        position: 0,
      },
    ];
    for (const id of ['a', 'b']) set(one, id, { status: 'done', doneAt: now });
    settle(one, now);
    expect(missingFor('exit', one.phases[0]!, one).map(({ why }) => why)).toEqual([
      '1 open blocker: VPN access',
      'not validated in production: ERP',
    ]);
    one.blockers[0]!.resolvedAt = now;
    one.integrationItems[0]!.status = 'validated_in_production';
    expect(kinds(settle(one, later))).toEqual(['phase_done one']);
  });
});

it('counts progress without what was skipped', () => {
  expect(progressOf([])).toBe(0);
  expect(
    progressOf([
      task('a', { status: 'done' }),
      task('b', { status: 'skipped' }),
      task('c'),
      task('d', { status: 'blocked' }),
    ]),
  ).toBeCloseTo(1 / 3);
});
