import { describe, expect, it } from 'vitest';
import { advance } from '../../../src/domain/advance.ts';
import { resume } from '../../../src/domain/commands/resume.ts';
import { type DealChange, onDealChanged } from '../../../src/domain/deal-change.ts';
import type { Actor, OnboardingState } from '../../../src/domain/model.ts';
import { deal, onboarding, person, state } from '../plan/fixtures.ts';
import { at, book, customerTask, member, members, monday, people, running, World } from './world.ts';

const read = (over: Partial<Extract<DealChange, { result: 'found' }>> = {}): DealChange => ({
  result: 'found',
  isWon: true,
  isClosed: true,
  deal: deal(),
  ownerId: 'rep',
  leadId: 'lead',
  problems: [],
  ...over,
});
const csm: Actor = { kind: 'person', id: 'csm', label: 'csm', staffRole: 'member' };
const won = (over: Partial<OnboardingState['onboarding']> = {}): OnboardingState => {
  const given = running();
  return { ...given, onboarding: { ...given.onboarding, wonAt: monday, ...over } };
};
const now = at('2026-03-04');
const codes = ({ onboarding: { problems } }: OnboardingState): string[] => problems.map(({ code }) => code);

describe('a deal that is not won any more', () => {
  it.each([
    ['lost', { isWon: false, isClosed: true }, 'deal_lost'],
    ['reopened', { isWon: false, isClosed: false }, 'deal_reopened'],
  ] as const)('%s: a running onboarding is held until the CRM changes its mind, a draft ends', (_, facts, code) => {
    const held = onDealChanged(won(), read(facts), now);
    expect(held.state.onboarding).toMatchObject({ status: 'on_hold', heldBy: 'crm', resumeOn: null });
    expect(codes(held.state)).toEqual([code]);
    for (const status of ['handoff', 'draft'] as const) {
      expect(onDealChanged(won({ status, publishedAt: null }), read(facts), now).state.onboarding).toMatchObject({
        status: 'cancelled',
        heldBy: 'crm',
      });
    }
    const again = onDealChanged(held.state, read(facts), at('2026-03-05'));
    expect(again).toEqual({ state: held.state, activity: [] });
  });

  it('goes on when it is won again, and sets the stage anew', () => {
    const wanted = won({ crmWanted: { 'deal.dealstage': 'stage:Live', 'deal.gangway_stage': 'live' } });
    const held = onDealChanged(wanted, read({ isWon: false }), now).state;
    const back = onDealChanged(held, read(), at('2026-03-10')).state;
    expect(back.onboarding).toMatchObject({
      status: 'active',
      heldBy: null,
      crmWanted: { 'deal.gangway_stage': 'live' },
    });
    expect(codes(back)).toEqual([]);
  });

  it('leaves a hold that a person began as it was said, and lets it end neither by itself nor by hand meanwhile', () => {
    const byPerson = won({
      status: 'on_hold',
      heldBy: 'csm',
      heldAt: monday,
      holdReason: 'budget',
      resumeOn: '2026-03-10',
    });
    const lost = onDealChanged(byPerson, read({ isWon: false }), now).state;
    expect(lost.onboarding).toMatchObject({ heldBy: 'csm', heldAt: monday, resumeOn: '2026-03-10' });
    expect(codes(lost)).toEqual(['deal_lost']);
    const later = at('2026-03-12');
    expect(() => resume(lost, {}, csm, now, book())).toThrow('won again');
    expect(advance(lost, { now: later, playbook: book(), publicUrl: '' }).state.onboarding.status).toBe('on_hold');

    const early = onDealChanged(lost, read(), at('2026-03-05')).state;
    expect(early.onboarding).toMatchObject({ status: 'on_hold', holdReason: 'budget', resumeOn: '2026-03-10' });
    const late = onDealChanged(lost, read(), later).state;
    expect(advance(late, { now: later, playbook: book(), publicUrl: '' }).state.onboarding.status).toBe('active');
  });

  it('leaves alone what somebody started before the deal was won, until it is lost', () => {
    expect(
      onDealChanged(won({ wonAt: null }), read({ isWon: false, isClosed: false }), now).state.onboarding.status,
    ).toBe('active');
    expect(
      onDealChanged(won({ wonAt: null }), read({ isWon: false, isClosed: true }), now).state.onboarding.status,
    ).toBe('on_hold');
    expect(onDealChanged(won({ wonAt: null }), read(), now).state.onboarding.wonAt).toBe(now);
  });
});

it('holds what has no deal any more, writes nothing to it, and goes on when it is restored', () => {
  const connected = won({ connectionId: 'c', dealId: 'd' });
  const gone = onDealChanged(connected, { result: 'deleted' }, now);
  expect(gone.state.onboarding).toMatchObject({ status: 'on_hold', heldBy: 'crm' });
  expect(codes(gone.state)).toEqual(['deal_deleted']);
  expect(advance(gone.state, { now, playbook: book(), publicUrl: '' }).crmValues).toEqual([]);
  expect(onDealChanged(gone.state, { result: 'deleted' }, now).activity).toEqual([]);
  const restored = onDealChanged(gone.state, read(), at('2026-03-05')).state;
  expect(restored.onboarding.status).toBe('active');
  expect(codes(restored)).toEqual([]);
});

it('says once how an amended deal differs from the plan’s, and takes the new facts', () => {
  const amended = read({ deal: deal({ amountCents: 6_000_000, products: ['Core', 'Analytics'], termMonths: 24 }) });
  const { state: next, activity } = onDealChanged(won(), amended, now);
  expect(next.onboarding.deal.amountCents).toBe(6_000_000);
  expect(next.onboarding.problems).toEqual([
    expect.objectContaining({
      code: 'amended',
      message: 'The deal was amended: amount 48,000 EUR → 60,000 EUR; added “Analytics”; term 12 → 24 months.',
    }),
  ]);
  expect(activity.map(({ kind }) => kind)).toEqual(['deal_amended']);
  expect(onDealChanged(next, amended, at('2026-03-05'))).toEqual({ state: next, activity: [] });
  const world = new World(next).until(at('2026-03-20'));
  expect(world.heard().filter((line) => line.includes('deal_changed'))).toEqual(['03-02 deal_changed → csm']);
});

it('says what a deal was amended by in turn, until somebody settles it', () => {
  const bigger = read({ deal: deal({ amountCents: 6_000_000 }) });
  const longer = read({ deal: deal({ amountCents: 6_000_000, termMonths: 24 }) });
  const first = onDealChanged(won(), bigger, now).state;
  const second = onDealChanged(first, longer, at('2026-03-05'));
  expect(second.state.onboarding.problems.find(({ code }) => code === 'amended')?.message).toBe(
    'The deal was amended: amount 48,000 EUR → 60,000 EUR. Then: term 12 → 24 months.',
  );
  expect(second.activity).toMatchObject([{ kind: 'deal_amended', data: { differences: ['term 12 → 24 months'] } }]);
});

it('says the newest alone where a deal is amended without end', () => {
  let state = won();
  for (let months = 13; months < 60; months += 1)
    ({ state } = onDealChanged(state, read({ deal: deal({ termMonths: months }) }), now));
  const message = state.onboarding.problems.find(({ code }) => code === 'amended')?.message ?? '';
  expect(message.length).toBeLessThanOrEqual(1_000);
  expect(message).toContain('term 58 → 59 months');
});

it('takes changed facts as they are while there is no plan', () => {
  const waiting = state({ onboarding: onboarding({ wonAt: monday }), members: [member('crm.owner', 'rep')], people });
  const next = onDealChanged(
    waiting,
    read({ deal: deal({ amountCents: 1, wishedGoLiveOn: '2026-06-01' }) }),
    now,
  ).state;
  expect(codes(next)).toEqual([]);
  expect(next.onboarding).toMatchObject({ targetGoLiveOn: '2026-06-01', promisedGoLiveOn: '2026-06-01' });
  expect(next.members.find(({ role }) => role === 'customer.lead')?.personId).toBe('lead');
});

it('gives the owner’s role and open tasks to the deal’s new owner', () => {
  const other = person('other-rep', { side: 'team', staffRole: 'member' });
  const plan = {
    ...won(),
    people: [...people, other],
    tasks: [customerTask('h', { side: 'team', role: 'crm.owner', ownerId: 'rep' }), customerTask('t')],
  };
  const { state: next, activity } = onDealChanged(plan, read({ ownerId: 'other-rep' }), now);
  expect(next.members.find(({ role }) => role === 'crm.owner')?.personId).toBe('other-rep');
  expect(next.tasks.map(({ ownerId }) => ownerId)).toEqual(['other-rep', 'it']);
  expect(activity.map(({ kind }) => kind)).toEqual(['role_assigned']);
});

it('keeps problems of the read as the read has them, and all others', () => {
  const problem = (code: 'no_contacts' | 'no_playbook') => ({ code, message: code, fixBy: 'RevOps' });
  const broken = won({ problems: [problem('no_contacts'), problem('no_playbook')] });
  expect(codes(onDealChanged(broken, read(), now).state)).toEqual(['no_playbook']);
  expect(codes(onDealChanged(won(), read({ problems: [problem('no_contacts')] }), now).state)).toEqual(['no_contacts']);
});

it('changes nothing for what is over, or read again as it was', () => {
  for (const status of ['cancelled', 'transitioned'] as const) {
    const over = won({ status });
    expect(onDealChanged(over, read({ isWon: false }), now)).toEqual({ state: over, activity: [] });
  }
  const same = won();
  expect(onDealChanged(same, read(), now)).toEqual({ state: same, activity: [] });
  expect(members.length).toBe(same.members.length);
});
