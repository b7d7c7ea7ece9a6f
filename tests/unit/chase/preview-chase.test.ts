import { describe, expect, it } from 'vitest';
import type { OnboardingState, Person } from '../../../src/domain/model.ts';
import { type PreviewedNudge, previewChase } from '../../../src/domain/preview-chase.ts';
import { at, book, customerTask, monday, people, running, World } from './world.ts';

const withIt = (change: Partial<Person>): Person[] =>
  people.map((one) => (one.id === 'it' ? { ...one, ...change } : one));
const preview = (state: OnboardingState, now = monday): PreviewedNudge[] =>
  previewChase({ state, playbook: book(), now, waiting: [], sentDigestOn: new Map() });
/** What has been told about the task already is not told again. */
const told = (over: Partial<OnboardingState> = {}): OnboardingState => new World(running(over)).until(monday).state;
const nextOf = (state: OnboardingState, now = monday): Partial<PreviewedNudge> | undefined => {
  const next = preview(state, now).find(({ taskId }) => taskId === 't');
  return next && { kind: next.kind, person: next.person, at: next.at, channel: next.channel, withheld: next.withheld };
};
const it_ = (change: Partial<Person> = {}) => withIt(change).find(({ id }) => id === 'it');

describe('what comes next', () => {
  it('is what the rules say then, to whom, how and at which time of theirs', () => {
    expect(nextOf(told())).toEqual({
      kind: 'reminder',
      person: it_(),
      at: at('2026-03-05'),
      channel: 'email',
      withheld: null,
    });
  });

  it('is passed over where they have just been told', () => {
    const tasks = [customerTask('t', { dueOn: '2026-03-03' })];
    expect(nextOf(told({ tasks }))).toMatchObject({ kind: 'due', at: at('2026-03-03') });
  });

  it('goes to whoever stands in, and the way they are reached', () => {
    const slack = {
      channel: 'slack',
      address: 'T1:U1',
      unwanted: [],
      unreachableSince: null,
      unreachableReason: null,
    } as const;
    const away = withIt({ absentFrom: '2026-03-04', absentUntil: '2026-03-20', delegateId: 'sponsor' });
    const state = told({
      people: away.map((one) => (one.id === 'sponsor' ? { ...one, channels: [{ ...slack, unwanted: [] }] } : one)),
    });
    expect(nextOf(state)).toMatchObject({ person: { id: 'sponsor' }, channel: 'slack', at: at('2026-03-05') });
  });

  it('goes to the next person where the owner wants nothing about tasks', () => {
    const unsubscribed = ['task_ready', 'reminder', 'due', 'overdue'];
    expect(nextOf(told({ people: withIt({ unsubscribed }) }))).toMatchObject({ person: { id: 'lead' } });
  });

  it('is withheld, with the reason, where somebody wants none of that kind', () => {
    expect(nextOf(told({ people: withIt({ unsubscribed: ['reminder'] }) }))).toMatchObject({
      kind: 'reminder',
      channel: null,
      withheld: 'it does not want messages of this kind',
    });
  });

  it('is what is planned already, and not a second digest on one day', () => {
    const waiting = [
      {
        dedupeKey: 'w',
        personId: 'it',
        taskId: 't',
        blockerId: null,
        kind: 'due',
        urgency: 'digest',
        rule: 'on the day it is due',
        data: {},
        notBefore: monday,
        plannedAt: monday,
      } as const,
    ];
    const sentDigestOn = new Map([['it', ['2026-03-02']]]);
    const state = told();
    const [first] = previewChase({ state, playbook: book(), now: monday, waiting, sentDigestOn });
    expect(first).toMatchObject({ kind: 'due', at: at('2026-03-03') });
  });

  it('is nothing while nobody is chased', () => {
    const state = told();
    expect(preview({ ...state, onboarding: { ...state.onboarding, status: 'on_hold' } })).toEqual([]);
  });

  it('changes nothing', () => {
    const state = told();
    const before = structuredClone(state);
    preview(state);
    expect(state).toEqual(before);
  });
});
