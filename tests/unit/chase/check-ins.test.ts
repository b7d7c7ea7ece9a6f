import { expect, it } from 'vitest';
import { type CheckInState, decideCheckIns } from '../../../src/domain/check-ins.ts';
import { at, running } from './world.ts';

const live = () => {
  const plan = running();
  Object.assign(plan.onboarding, {
    status: 'live',
    liveAt: at('2026-03-05'),
    health: 70,
    renewalOn: '2026-07-01',
    healthBaseline: { score: 84, status: 'on_track', reasons: [], at: at('2026-03-05') },
  });
  return plan;
};
const row = (kind: string, dueOn: string, over: Partial<CheckInState> = {}): CheckInState => ({
  id: kind,
  kind,
  dueOn,
  state: 'planned',
  openedAt: null,
  ...over,
});

it('opens what is due with health against the baseline, and tells the CSM', () => {
  const rows = [row('success_handover', '2026-03-19'), row('check_in_30', '2026-04-06')];
  const decision = decideCheckIns(live(), rows, null, at('2026-03-19'));
  expect(decision.changes).toEqual([{ id: 'success_handover', state: 'open', health: 70, baseline: 84 }]);
  expect(decision.intents).toEqual([
    expect.objectContaining({
      kind: 'success_handover',
      personId: 'csm',
      data: { dueOn: '2026-03-19', checkIn: 'success_handover', score: 70, baseline: 84 },
    }),
  ]);
  expect(decision.nextWakeAt).toBe('2026-03-25T23:00:00.000Z');
});

it('tells again every week while it is open, each week once', () => {
  const open = [row('check_in_30', '2026-04-06', { state: 'open', openedAt: at('2026-04-06') })];
  const keys = ['2026-04-07', '2026-04-13', '2026-04-14', '2026-04-20'].map(
    (day) => decideCheckIns(live(), open, null, at(day)).intents[0]?.dedupeKey,
  );
  expect(new Set(keys).size).toBe(3);
});

it('is done with a renewal reminder by telling it', () => {
  const decision = decideCheckIns(live(), [row('renewal_90', '2026-04-02')], null, at('2026-04-02'));
  expect(decision.changes).toMatchObject([{ state: 'done' }]);
  expect(decision.intents).toEqual([
    expect.objectContaining({
      kind: 'renewal_reminder',
      data: expect.objectContaining({ checkIn: 'renewal_90', renewalOn: '2026-07-01' }),
    }),
  ]);
  expect(decision.nextWakeAt).toBeNull();
});

it('needs nothing any more where the onboarding was cancelled', () => {
  const plan = live();
  plan.onboarding.status = 'cancelled';
  const decision = decideCheckIns(
    plan,
    [row('check_in_30', '2026-04-06'), row('check_in_60', '2026-05-06', { state: 'done' })],
    null,
    at('2026-04-01'),
  );
  expect(decision).toMatchObject({
    changes: [{ id: 'check_in_30', state: 'obsolete' }],
    intents: [],
    nextWakeAt: null,
  });
});
