import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waysTo, whyNone } from '../../../src/domain/chase/channel.ts';
import { decideDigest, type DigestIntent } from '../../../src/domain/digest.ts';
import { type Channel, intentKinds, type Person, type PersonChannel } from '../../../src/domain/model.ts';
import { person } from '../plan/fixtures.ts';

const now = '2026-03-03T09:00:00.000Z';
const slack = (over: Partial<PersonChannel> = {}): PersonChannel => ({
  channel: 'slack',
  address: 'T1:U1',
  unwanted: [],
  unreachableSince: null,
  unreachableReason: null,
  ...over,
});
const bouncedMail = (address = 'ana@example.com'): PersonChannel =>
  slack({ channel: 'email', address, unreachableSince: now, unreachableReason: '550 no such user' });
const gone = slack({ unreachableSince: now, unreachableReason: 'user deactivated' });

const ana = (over: Partial<Person> = {}): Person => person('ana', over);
const channelsTo = (who: Person, order?: Channel[]): Channel[] =>
  waysTo(who, 'due', order).map(({ channel }) => channel);

describe('the ways to somebody', () => {
  it('are mail alone, until they are known in Slack, which goes first then', () => {
    expect(waysTo(ana(), 'due')).toEqual([{ channel: 'email', address: 'ana@example.com' }]);
    expect(channelsTo(ana({ channels: [slack()] }))).toEqual(['slack', 'email']);
  });

  it('go by the ladder’s order; what it leaves out comes last', () => {
    const both = ana({ channels: [slack()] });
    expect(channelsTo(both, ['email', 'slack'])).toEqual(['email', 'slack']);
    expect(channelsTo(both, ['email'])).toEqual(['email', 'slack']);
    expect(channelsTo(ana(), ['slack'])).toEqual(['email']);
  });

  it('leave out what came back and what is not wanted', () => {
    expect(channelsTo(ana({ channels: [slack(), bouncedMail()] }))).toEqual(['slack']);
    expect(channelsTo(ana({ channels: [gone] }))).toEqual(['email']);
    expect(channelsTo(ana({ channels: [slack({ unwanted: ['due'] })] }))).toEqual(['email']);
    expect(channelsTo(ana({ channels: [slack()], unsubscribed: ['due'] }))).toEqual(['slack']);
  });

  it('mind only what came back from the present address', () => {
    expect(channelsTo(ana({ channels: [bouncedMail('ana.before@example.com')] }))).toEqual(['email']);
  });

  it.each([
    [{ deactivatedAt: now }, 'ana has left'],
    [{ unreachableSince: now, unreachableReason: '550' }, 'Messages to ana do not arrive: 550'],
    [{ channels: [bouncedMail()] }, 'Messages to ana do not arrive: by mail (550 no such user)'],
    [{ unsubscribed: ['due'], channels: [slack({ unwanted: ['due'] })] }, 'ana does not want messages of this kind'],
    [
      { unsubscribed: ['due'], channels: [gone] },
      'ana does not want messages of this kind by mail, and is not reached in Slack (user deactivated)',
    ],
  ])('may all be closed: %o', (over, why) => {
    expect(waysTo(ana(over), 'due')).toEqual([]);
    expect(whyNone(ana(over), 'due')).toBe(why);
  });
});

const intent = (id: string, over: Partial<DigestIntent> = {}): DigestIntent => ({
  id,
  kind: 'due',
  urgency: 'digest',
  notBefore: '2026-03-03T08:00:00.000Z',
  onboardingStatus: 'active',
  onboardingTimezone: 'Europe/Berlin',
  taskId: null,
  taskStatus: null,
  snoozedUntil: null,
  ...over,
});

describe('one message', () => {
  const decide = (who: Person, intents: DigestIntent[], people: Person[] = [], taken: string[] = []) =>
    decideDigest({
      person: who,
      people: [who, ...people],
      intents,
      sentDigestOn: new Map([[who.id, taken]]),
      now,
    });

  it('goes the way that takes the most of it', () => {
    const who = ana({ channels: [slack({ unwanted: ['milestone_done'] })] });
    expect(decide(who, [intent('a'), intent('b', { kind: 'milestone_done' })]).send).toMatchObject({
      channel: 'email',
      intentIds: ['a', 'b'],
    });
  });

  it('takes what waits longest; what goes no such way is first on the next day', () => {
    const who = ana({ channels: [slack({ unwanted: ['milestone_done'] })], unsubscribed: ['due'] });
    const news = intent('b', { kind: 'milestone_done' });
    expect(decide(who, [intent('a'), news]).send).toMatchObject({ channel: 'slack', intentIds: ['a'] });
    expect(decide(who, [news], [], ['2026-03-03'])).toMatchObject({
      send: null,
      nextWakeAt: '2026-03-04T08:00:00.000Z',
    });
    expect(decide(who, [news]).send).toMatchObject({ channel: 'email', intentIds: ['b'] });
  });

  it('to a stand-in goes a way of theirs, or is withheld', () => {
    const away = { absentFrom: '2026-03-01', absentUntil: '2026-03-10', delegateId: 'bo' };
    const who = ana({ ...away, channels: [slack()] });
    expect(decide(who, [intent('a')], [person('bo')]).send).toMatchObject({ to: 'bo', channel: 'email' });
    expect(decide(who, [intent('a')], [person('bo', { unsubscribed: ['due'] })])).toMatchObject({
      send: null,
      withheld: [{ id: 'a', reason: 'bo stands in for ana. bo does not want messages of this kind' }],
    });
  });

  it('never goes where it is unwanted or does not arrive, and says why whatever is not said', () => {
    const kinds = fc.subarray([...intentKinds]);
    const row = fc.record({ unwanted: kinds, isGone: fc.boolean() });
    fc.assert(
      fc.property(
        kinds,
        fc.option(row, { nil: null }),
        fc.boolean(),
        fc.array(
          fc.record({
            kind: fc.constantFrom(...intentKinds),
            urgency: fc.constantFrom('now' as const, 'digest' as const),
            channels: fc.constantFrom<Channel[] | null>(null, ['email'], ['slack', 'email']),
          }),
          { minLength: 1, maxLength: 6 },
        ),
        (unsubscribed, inSlack, isBounced, wishes) => {
          const who = ana({
            unsubscribed,
            channels: [
              ...(isBounced ? [bouncedMail()] : []),
              ...(inSlack
                ? [slack({ unwanted: inSlack.unwanted, unreachableSince: inSlack.isGone ? now : null })]
                : []),
            ],
          });
          const mayGo: Record<Channel, (kind: string) => boolean> = {
            email: (kind) => !isBounced && !unsubscribed.some((one) => one === kind),
            slack: (kind) => inSlack !== null && !inSlack.isGone && !inSlack.unwanted.some((one) => one === kind),
          };
          let waiting = wishes.map((wish, index) => intent(String(index), wish));
          const taken: string[] = [];
          for (let round = 0; round < 20 && waiting.length > 0; round++) {
            const { send, withheld, obsolete } = decide(who, waiting, [], taken);
            const told = waiting.filter(({ id }) => send?.intentIds.includes(id));
            for (const { kind } of told) expect(send && mayGo[send.channel](kind)).toBe(true);
            for (const { id, reason } of withheld) {
              const kind = waiting.find((one) => one.id === id)?.kind ?? '';
              expect(mayGo.email(kind) || mayGo.slack(kind)).toBe(false);
              expect(reason).not.toBe('');
            }
            const settled = new Set([...withheld, ...obsolete].map(({ id }) => id).concat(send?.intentIds ?? []));
            waiting = waiting.filter(({ id }) => !settled.has(id));
          }
          expect(waiting).toEqual([]);
        },
      ),
    );
  });
});
