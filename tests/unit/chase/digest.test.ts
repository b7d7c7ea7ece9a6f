import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWorkingDay, localDate, localMinutes } from '../../../src/domain/calendar.ts';
import { decideDigest, type DigestDecision, type DigestInput, type DigestIntent } from '../../../src/domain/digest.ts';
import type { IntentKind, Person } from '../../../src/domain/model.ts';
import { workHoursOf } from '../../../src/domain/work-hours.ts';
import { person } from '../plan/fixtures.ts';

const now = '2026-03-03T09:00:00.000Z';
const at = (hour: number): string => `2026-03-03T0${hour}:00:00.000Z`;
const intent = (id: string, over: Partial<DigestIntent> = {}): DigestIntent => ({
  id,
  kind: 'due',
  urgency: 'digest',
  notBefore: '2026-03-03T08:00:00.000Z',
  onboardingStatus: 'active',
  onboardingTimezone: 'Europe/Berlin',
  taskId: id,
  taskStatus: 'pending',
  snoozedUntil: null,
  blockerId: null,
  blockerResolvedAt: null,
  ...over,
});

const decide = (
  intents: DigestIntent[],
  over: Partial<DigestInput> & { who?: Partial<Person> } = {},
): DigestDecision => {
  const { who, ...rest } = over;
  const ana = person('ana', who);
  return decideDigest({
    person: ana,
    people: [ana, ...(rest.people ?? [])],
    intents,
    sentDigestOn: new Map(),
    now,
    ...rest,
    ...(rest.people ? { people: [ana, ...rest.people] } : {}),
  });
};

describe('one message', () => {
  it('collects everything that is ready, over all onboardings', () => {
    const { send } = decide([
      intent('a'),
      intent('b', { onboardingTimezone: 'America/New_York' }),
      intent('later', { notBefore: '2026-03-05T08:00:00.000Z' }),
    ]);
    expect(send).toEqual({
      to: 'ana',
      kind: 'digest',
      channel: 'email',
      address: 'ana@example.com',
      intentIds: ['a', 'b'],
      localDate: '2026-03-03',
      sendBefore: '2026-03-03T15:59:00.000Z',
    });
  });

  it('is the only digest of the local date; what is urgent goes out all the same, alone', () => {
    const sentDigestOn = new Map([['ana', ['2026-03-03']]]);
    expect(decide([intent('a')], { sentDigestOn })).toMatchObject({
      send: null,
      nextWakeAt: '2026-03-04T08:00:00.000Z',
    });
    const both = decide(
      [
        intent('a'),
        intent('u', { kind: 'escalation', urgency: 'now' }),
        intent('v', { kind: 'task_ready', urgency: 'now' }),
      ],
      { sentDigestOn },
    );
    expect(both.send).toMatchObject({ kind: 'now', intentIds: ['u', 'v'] });
  });

  it('takes what can wait along with what cannot, as the digest of the day', () => {
    expect(decide([intent('a'), intent('u', { urgency: 'now' })]).send).toMatchObject({
      kind: 'digest',
      intentIds: ['a', 'u'],
    });
  });

  it.each([
    ['at night', '2026-03-03T23:00:00.000Z', '2026-03-04T08:00:00.000Z'],
    ['early', '2026-03-03T05:00:00.000Z', '2026-03-03T08:00:00.000Z'],
    ['in the last minute', '2026-03-03T15:59:00.000Z', '2026-03-04T08:00:00.000Z'],
    ['at the weekend', '2026-03-07T10:00:00.000Z', '2026-03-09T08:00:00.000Z'],
    ['on Good Friday and Easter Monday', '2026-04-03T10:00:00.000Z', '2026-04-07T07:00:00.000Z'],
  ])('waits for working hours %s, urgent or not', (_, when, wake) => {
    for (const urgency of ['now', 'digest'] as const) {
      expect(decide([intent('a', { urgency })], { now: when, who: { holidayCountry: 'DE' } })).toMatchObject({
        send: null,
        nextWakeAt: wake,
      });
    }
  });

  it('goes by the person’s own zone and days, and by the onboarding’s where theirs is unknown', () => {
    const friday = '2026-03-06T10:00:00.000Z';
    expect(
      decide([intent('a')], { now: friday, who: { timezone: 'Asia/Jerusalem', workDays: [7, 1, 2, 3, 4] } }).nextWakeAt,
    ).toBe('2026-03-08T07:00:00.000Z');
    const unknown = { timezone: 'Mars/Olympus' };
    expect(decide([intent('a', { onboardingTimezone: 'America/New_York' })], { who: unknown })).toMatchObject({
      send: null,
      nextWakeAt: '2026-03-03T14:00:00.000Z',
    });
    expect(decide([intent('a')], { who: { timezone: null } }).send).not.toBeNull();
  });
});

describe('what is over', () => {
  it.each([
    [{ taskStatus: 'done' }, 'The task was done'],
    [{ taskStatus: 'skipped' }, 'The task was skipped'],
    [{ taskStatus: 'blocked' }, 'The task was blocked'],
    [{ snoozedUntil: '2026-03-09', plannedAt: at(7), snoozedAt: at(8) }, 'Snoozed until 2026-03-09'],
    [{ onboardingStatus: 'on_hold' }, 'The onboarding was put on hold'],
    [{ onboardingStatus: 'cancelled' }, 'The onboarding was cancelled'],
    [{ onboardingStatus: 'transitioned' }, 'The onboarding was over'],
    [{ kind: 'blocker', taskStatus: 'blocked', blockerId: 'b', blockerResolvedAt: now }, 'The blocker was resolved'],
    [{ kind: 'pulse', taskId: null, taskStatus: null, isAnswered: true }, 'It was settled'],
    [{ kind: 'health_turned', taskId: null, taskStatus: null, hasReason: false }, 'The reason for it was gone'],
  ] as const)('%o is obsolete', (over, reason) => {
    const decision = decide([intent('a', over)]);
    expect(decision).toMatchObject({ send: null, withheld: [], nextWakeAt: null });
    expect(decision.obsolete).toEqual([{ id: 'a', reason: expect.stringContaining(reason) }]);
  });

  it('is still said where it is about the end, or about the blocker itself', () => {
    const kept = [
      intent('t', { kind: 'transitioned', taskId: null, taskStatus: null, onboardingStatus: 'transitioned' }),
      intent('d', { kind: 'deal_changed', taskId: null, taskStatus: null, onboardingStatus: 'on_hold' }),
      intent('b', { kind: 'blocker', taskStatus: 'blocked', blockerId: 'b' }),
    ];
    expect(decide(kept).send?.intentIds).toEqual(['t', 'd', 'b']);
  });

  it('keeps what is not about a task for after the hold, without waking', () => {
    expect(
      decide([intent('w', { kind: 'welcome', taskId: null, taskStatus: null, onboardingStatus: 'on_hold' })]),
    ).toEqual({ send: null, obsolete: [], withheld: [], nextWakeAt: null });
  });
});

describe('what is withheld', () => {
  it.each([
    [{ unreachableSince: now, unreachableReason: 'no such mailbox' }, 'do not arrive: no such mailbox'],
    [{ unsubscribed: ['due'] }, 'does not want messages of this kind'],
    [{ deactivatedAt: now }, 'has left'],
  ])('from %o', (who, reason) => {
    const decision = decide([intent('a')], { who });
    expect(decision).toMatchObject({ send: null, nextWakeAt: null });
    expect(decision.withheld).toEqual([{ id: 'a', reason: expect.stringContaining(reason) }]);
  });
});

describe('absence', () => {
  const away = { absentFrom: '2026-03-02', absentUntil: '2026-03-13' };
  const named = (id: string, delegateId: string | null, isAway: boolean): Person =>
    person(id, { delegateId, ...(isAway ? away : {}) });

  it('asks the delegate, in the delegate’s zone and with the delegate’s cap', () => {
    const ben = person('ben', { timezone: 'America/New_York' });
    expect(decide([intent('a')], { who: { ...away, delegateId: 'ben' }, people: [ben] })).toMatchObject({
      send: null,
      nextWakeAt: '2026-03-03T14:00:00.000Z',
    });
    expect(
      decide([intent('a')], { who: { ...away, delegateId: 'ben' }, people: [ben], now: '2026-03-03T15:00:00.000Z' })
        .send,
    ).toMatchObject({ to: 'ben', localDate: '2026-03-03' });
    const sentDigestOn = new Map([['ben', ['2026-03-03']]]);
    expect(
      decide([intent('a')], {
        who: { ...away, delegateId: 'ben' },
        people: [ben],
        now: '2026-03-03T15:00:00.000Z',
        sentDigestOn,
      }).send,
    ).toBeNull();
  });

  it('goes three deep and no deeper', () => {
    const chain = [named('b', 'c', true), named('c', 'd', true), named('d', 'e', false)];
    expect(decide([intent('a')], { who: { ...away, delegateId: 'b' }, people: chain }).send?.to).toBe('d');
    const deeper = [named('b', 'c', true), named('c', 'd', true), named('d', 'e', true), named('e', null, false)];
    expect(decide([intent('a')], { who: { ...away, delegateId: 'b' }, people: deeper }).withheld[0]?.reason).toContain(
      'the third who stands in is away too',
    );
  });

  it('refuses a cycle, a stand-in who left, and nobody at all, with the reason', () => {
    const cycle = decide([intent('a')], { who: { ...away, delegateId: 'b' }, people: [named('b', 'ana', true)] });
    expect(cycle.withheld[0]?.reason).toContain('stand in for each other');
    expect(
      decide([intent('a')], { who: { ...away, delegateId: 'b' }, people: [person('b', { deactivatedAt: now })] })
        .withheld[0]?.reason,
    ).toContain('has left');
    expect(
      decide([intent('a')], { who: { ...away, delegateId: 'b' }, people: [person('b', { side: 'team' })] }).withheld[0]
        ?.reason,
    ).toContain('is not on their side');
    expect(decide([intent('a')], { who: away }).withheld[0]?.reason).toBe(
      'ana is away until 2026-03-13 and nobody stands in',
    );
  });

  it('leaves the newest of what was asked again and again, once somebody is back', () => {
    const asked = (id: string, subject: string, over: Partial<DigestIntent> = {}): DigestIntent =>
      intent(id, { kind: 'check_in', taskId: null, taskStatus: null, subject, ...over });
    const { send, obsolete } = decide([
      asked('first', 'o check_in_30'),
      asked('of another', 'p check_in_30'),
      asked('second', 'o check_in_30'),
      asked('third', 'o check_in_30'),
      asked('later', 'o check_in_30', { notBefore: '2026-03-05T08:00:00.000Z' }),
      asked('another kind', 'o check_in_30', { kind: 'success_handover' }),
    ]);
    expect(send?.intentIds).toEqual(['of another', 'third', 'another kind']);
    expect(obsolete).toEqual([
      { id: 'first', reason: 'A newer one says the same' },
      { id: 'second', reason: 'A newer one says the same' },
    ]);
  });

  it('keeps what is no nudge for the day somebody is back', () => {
    const welcome = intent('w', { kind: 'welcome', taskId: null, taskStatus: null });
    expect(decide([welcome], { who: away })).toEqual({
      send: null,
      obsolete: [],
      withheld: [],
      nextWakeAt: '2026-03-16T08:00:00.000Z',
    });
  });
});

const kinds: IntentKind[] = ['due', 'overdue', 'task_ready', 'escalation', 'welcome', 'blocker', 'milestone_done'];
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Asia/Tehran',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Apia',
  'Africa/Casablanca',
  'UTC',
];
// around the changes of clocks in both hemispheres
const moments = fc.oneof(
  fc.integer({ min: Date.parse('2026-03-06T00:00:00Z'), max: Date.parse('2026-04-07T00:00:00Z') }),
  fc.integer({ min: Date.parse('2026-09-20T00:00:00Z'), max: Date.parse('2026-11-05T00:00:00Z') }),
);
const anyone = fc.record({
  timezone: fc.constantFrom(...zones, null, 'Nowhere/Land'),
  workStart: fc.integer({ min: 0, max: 1300 }),
  length: fc.integer({ min: 30, max: 900 }),
  workDays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
  holidayCountry: fc.constantFrom('DE', 'US', 'BR-SP', 'JP', null, 'XX'),
});
const intentsOf = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds),
    urgency: fc.constantFrom('now' as const, 'digest' as const),
    hours: fc.integer({ min: -72, max: 72 }),
  }),
  { minLength: 1, maxLength: 6 },
);

it('never writes outside somebody’s working hours, and always knows when to look again', () => {
  fc.assert(
    fc.property(moments, anyone, intentsOf, fc.boolean(), (ms, { length, ...who }, wishes, hasSentToday) => {
      const moment = new Date(ms).toISOString();
      const ana = person('ana', { ...who, workEnd: Math.min(1440, who.workStart + length) });
      const hours = workHoursOf(ana, 'Europe/Berlin');
      const today = localDate(moment, hours.timezone);
      const intents = wishes.map(({ kind, urgency, hours: offset }, index) =>
        intent(String(index), {
          kind,
          urgency,
          notBefore: new Date(ms + offset * 3_600_000).toISOString(),
          taskStatus: kind === 'blocker' ? 'blocked' : 'pending',
        }),
      );
      const sentDigestOn = new Map([['ana', hasSentToday ? [today] : []]]);
      const { send, nextWakeAt, withheld, obsolete } = decideDigest({
        person: ana,
        people: [ana],
        intents,
        sentDigestOn,
        now: moment,
      });
      expect([...withheld, ...obsolete]).toEqual([]);
      if (send) {
        const minutes = localMinutes(moment, hours.timezone);
        expect(minutes).toBeGreaterThanOrEqual(hours.workStart);
        expect(minutes).toBeLessThan(hours.workEnd);
        expect(isWorkingDay(today, hours.calendar)).toBe(true);
        expect(send.kind === 'digest' && hasSentToday).toBe(false);
        expect(
          intents.filter(({ id }) => send.intentIds.includes(id)).every(({ notBefore }) => notBefore <= moment),
        ).toBe(true);
      }
      if (nextWakeAt !== null) expect(nextWakeAt > moment).toBe(true);
      // nothing is forgotten: what is not said now has a time
      if (intents.length > (send?.intentIds.length ?? 0)) expect(nextWakeAt).not.toBeNull();
    }),
    { numRuns: 200 },
  );
});
