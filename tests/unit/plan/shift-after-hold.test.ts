import { expect, it } from 'vitest';
import { applySchedule, scheduleOf } from '../../../src/domain/plan-dates.ts';
import { shiftAfterHold } from '../../../src/domain/shift-after-hold.ts';
import { onboarding, phase, state, task } from './fixtures.ts';

it('gives open tasks the held business days back, and leaves the past and agreed dates alone', () => {
  const held = state({
    onboarding: onboarding({ status: 'active', kickoffOn: '2026-03-02', targetGoLiveOn: '2026-04-01' }),
    phases: [phase('p', 0, { status: 'in_progress' })],
    tasks: [
      task('ready', { readyAt: '2026-03-02T09:00:00.000Z', schedule: { from: 'dependencies', durationDays: 5 } }),
      task('anchored', {
        readyAt: '2026-03-02T09:00:00.000Z',
        schedule: { from: 'kickoff', offsetDays: 4, durationDays: 1 },
      }),
      task('before-live', { schedule: { from: 'go_live', offsetDays: -2, durationDays: 1 } }),
      task('overrun', { isDueLocked: true, dueOn: '2026-03-10' }),
      task('agreed', { isDueLocked: true, dueOn: '2026-03-25' }),
      task('done', { status: 'done', doneAt: '2026-03-03T09:00:00.000Z', dueOn: '2026-03-03' }),
    ],
  });
  const resumedAt = '2026-03-18T09:00:00.000Z';
  applySchedule(held, scheduleOf(held, null, '2026-03-04T09:00:00.000Z'));
  expect(held.tasks.map(({ dueOn }) => dueOn)).toEqual([
    '2026-03-09',
    '2026-03-06',
    '2026-03-30',
    '2026-03-10',
    '2026-03-25',
    '2026-03-03',
  ]);
  expect(shiftAfterHold(held, '2026-03-04T09:00:00.000Z', resumedAt, { country: null })).toBe(10);
  applySchedule(held, scheduleOf(held, null, resumedAt));
  expect(held.tasks.map(({ dueOn }) => dueOn)).toEqual([
    '2026-03-23',
    '2026-03-20',
    '2026-04-13',
    '2026-03-24',
    '2026-03-25',
    '2026-03-03',
  ]);
  expect(held.onboarding.targetGoLiveOn).toBe('2026-04-15');
});
