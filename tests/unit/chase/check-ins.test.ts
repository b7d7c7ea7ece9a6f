import { describe, expect, it } from 'vitest';
import { answerPulse } from '../../../src/domain/commands/answer-pulse.ts';
import { type CheckInState, decideCheckIns, plannedCheckIns } from '../../../src/domain/check-ins.ts';
import { commentReceived } from '../../../src/domain/comment-news.ts';
import type { Person } from '../../../src/domain/model.ts';
import { at, people, running, without } from './world.ts';

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

describe('what is said once reaches somebody of us', () => {
  const lead = { kind: 'link', id: 'lead', label: 'the link sent to lead' } as const;
  const readers = (csm: Partial<Person>): (string | undefined)[] => {
    const plan = Object.assign(live(), { people: without('csm', csm) });
    const now = at('2026-04-02');
    const reminder = decideCheckIns(plan, [row('renewal_90', '2026-04-02')], null, now).intents;
    const input = { checkInId: 'k', kind: 'pulse_14', answer: 'poor', comment: null } as const;
    const answered = answerPulse(plan, input, lead, now, null).intents ?? [];
    const words = { commentId: 'c', taskId: null, body: 'Where do I find the manual?' };
    const wrote = commentReceived(plan, words, lead, now);
    return [reminder, answered, wrote].map(([intent]) => intent?.personId);
  };

  it('the CSM, and who stands in for them hears it in their place', () => {
    expect(readers({})).toEqual(['csm', 'csm', 'csm']);
    expect(readers({ absentFrom: '2026-04-01', delegateId: 'rep' })).toEqual(['csm', 'csm', 'csm']);
  });

  it.each([
    ['away without an end and nobody stands in', { absentFrom: '2026-04-01' }],
    ['unreachable', { unreachableSince: at('2026-04-01') }],
    ['not wanting such messages', { unsubscribed: ['renewal_reminder', 'pulse_answered', 'comment_received'] }],
  ] as [string, Partial<Person>][])('their manager where the CSM is %s', (_, csm) => {
    expect(readers(csm)).toEqual(['boss', 'boss', 'boss']);
  });
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

describe('two weeks after go-live', () => {
  const pulse = (over: Partial<CheckInState> = {}): CheckInState => row('pulse_14', '2026-03-19', over);
  const told = (plan = live(), day = '2026-03-19', checkIn = pulse()) =>
    decideCheckIns(plan, [checkIn], null, at(day)).intents.map(({ kind, personId }) => `${kind} → ${personId}`);

  it('the question is planned with the rest', () => {
    expect(plannedCheckIns(live().onboarding, null)).toContainEqual({ kind: 'pulse_14', dueOn: '2026-03-19' });
  });

  it('the customer’s lead is asked, once more a week later, and then the CSM takes it up', () => {
    const open = pulse({ state: 'open', openedAt: at('2026-03-19') });
    expect(told()).toEqual(['pulse → lead']);
    const keys = ['2026-03-20', '2026-03-26', '2026-03-27', '2026-04-02', '2026-04-09', '2026-04-16'].map(
      (day) => decideCheckIns(live(), [open], null, at(day)).intents[0],
    );
    expect([...new Set(keys.map((intent) => intent?.dedupeKey))]).toHaveLength(3);
    expect(keys.map((intent) => intent?.kind)).toEqual(['pulse', 'pulse', 'pulse', 'check_in', 'check_in', 'check_in']);
  });

  it('the sponsor is asked where the lead cannot be, and the CSM where nobody can', () => {
    const unreachable = (...ids: string[]) =>
      Object.assign(live(), {
        people: people.map((one) => (ids.includes(one.id) ? { ...one, unreachableSince: at('2026-03-10') } : one)),
      });
    expect(told(unreachable('lead'))).toEqual(['pulse → sponsor']);
    expect(told(unreachable('lead', 'sponsor'))).toEqual(['check_in → csm']);
  });

  it('the sponsor is asked while the lead is away and nobody stands in', () => {
    const away = (change: Partial<Person>) =>
      Object.assign(live(), {
        people: without('lead', { absentFrom: '2026-03-16', absentUntil: '2026-04-03', ...change }),
      });
    expect(told(away({}))).toEqual(['pulse → sponsor']);
    expect(told(away({ delegateId: 'it' }))).toEqual(['pulse → lead']);
  });

  it('the CSM hears the answer, at once where it is a bad one', () => {
    const lead = { kind: 'link', id: 'lead', label: 'the link sent to lead' } as const;
    const input = { checkInId: 'k', kind: 'pulse_14', comment: null };
    const urgencies = (['great', 'poor'] as const).map((answer) => {
      const { intents = [] } = answerPulse(live(), { ...input, answer }, lead, at('2026-03-20'), null);
      return intents.map(({ personId, kind, urgency }) => [personId, kind, urgency]);
    });
    expect(urgencies).toEqual([[['csm', 'pulse_answered', 'digest']], [['csm', 'pulse_answered', 'now']]]);
  });
});
