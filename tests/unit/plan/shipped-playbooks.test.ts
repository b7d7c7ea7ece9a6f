import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../../src/domain/build-plan.ts';
import { choosePlaybook } from '../../../src/domain/choose-playbook.ts';
import { forecast } from '../../../src/domain/forecast.ts';
import { advance } from '../../../src/domain/advance.ts';
import { publish } from '../../../src/domain/commands/publish.ts';
import type { Actor, DealFacts, Task } from '../../../src/domain/model.ts';
import type { Playbook } from '../../../src/domain/playbook.ts';
import { loadPlaybookFile, loadPlaybookFolder } from '../../../src/usecases/playbook-files.ts';
import { deal, onboarding, onboardingId, person } from './fixtures.ts';

const reads = await loadPlaybookFolder('playbooks');
const books = reads.flatMap(({ parsed }) => (parsed.ok ? [parsed.playbook] : []));
const named = (key: string): Playbook => {
  const book = books.find((candidate) => candidate.key === key);
  if (!book) throw new Error(`${key} is not there`);
  return book;
};
const enterprise = named('enterprise-integrations');
const standard = named('standard-mid-market');
const now = '2026-03-02T09:00:00.000Z';
const plan = (book: Playbook, facts: Partial<DealFacts> = {}) =>
  buildPlan({
    onboarding: onboarding({ deal: deal(facts), calendarCountry: 'DE' }),
    playbook: book,
    now,
    members: book.roles
      .filter(({ required }) => required)
      .map(({ role }) => ({ id: role, onboardingId, role, personId: role })),
    people: book.roles.map(({ role, side }) => person(role, { side })),
  });

describe('the playbooks that ship', () => {
  it('are valid', () => {
    expect(reads.flatMap(({ parsed }) => (parsed.ok ? [] : parsed.issues))).toEqual([]);
    expect(books.map(({ key }) => key)).toEqual(['enterprise-integrations', 'standard-mid-market']);
  });
  it('say all their messages in German, French and Spanish', () => {
    for (const { messages, translations } of books) {
      const all = Object.keys(messages)
        .map((name) => `messages.${name}`)
        .sort();
      const languages = Object.entries(translations).map(([language, texts]) => [language, Object.keys(texts).sort()]);
      expect(Object.fromEntries(languages)).toEqual({ de: all, fr: all, es: all });
    }
  });
  it('take new customers and no renewals, upsells or pilots', () => {
    const chosen = (facts: Partial<DealFacts>) => {
      const choice = choosePlaybook(deal(facts), books);
      return choice.start ? choice.playbook.key : choice.because;
    };
    expect(chosen({})).toBe('standard-mid-market');
    expect(chosen({ segment: null, dealType: null, amountCents: null, products: [] })).toBe('standard-mid-market');
    for (const dealType of ['newbusiness', 'New Customer']) expect(chosen({ dealType })).toBe('standard-mid-market');
    expect(chosen({ segment: 'Enterprise' })).toBe('enterprise-integrations');
    expect(chosen({ amountCents: 25_000_000 })).toBe('enterprise-integrations');
    expect(chosen({ products: ['ERP connector'] })).toBe('enterprise-integrations');
    const notNew = [
      'renewal',
      'existingbusiness',
      'Existing Business',
      'Existing Customer - Upgrade',
      'upsell',
      'pilot',
    ];
    for (const dealType of notNew) expect(chosen({ dealType, segment: 'enterprise' })).toBe('rule');
    expect(chosen({ name: 'Northwind pilot 2026' })).toBe('rule');
    expect(chosen({ name: 'Pilotage GmbH' })).toBe('standard-mid-market');
  });
  it.each([
    ['standard', standard, {}, [25, 30]],
    ['standard with connections', standard, { products: ['Core', 'SSO', 'CRM connector'] }, [30, 35]],
    ['enterprise', enterprise, {}, [55, 65]],
  ] as const)('%s: everybody knows what to do, and it leads to go-live', (_, book, facts, [least, most]) => {
    const state = plan(book, { ...facts, products: [...('products' in facts ? facts.products : [])] });
    expect(state.tasks.length).toBeGreaterThanOrEqual(least);
    expect(state.tasks.length).toBeLessThanOrEqual(most);
    for (const task of state.tasks) {
      expect(task.howTo.text.length, task.key).toBeGreaterThan(40);
      expect(task.dueOn && task.startOn && task.startOn <= task.dueOn, task.key).toBeTruthy();
    }
    const live = state.milestones.find(({ isGoLive }) => isGoLive)?.targetOn ?? '';
    const first = state.milestones.find(({ isFirstValue }) => isFirstValue)?.targetOn ?? '';
    expect(first < live).toBe(true);
    expect(state.onboarding.targetGoLiveOn).toBe(live);
    expect(forecast(state, { now, playbook: book })?.p80 ?? '').toMatch(/^2026-/);
  });
  it('bring a partner, an export and single sign-on where they were sold', () => {
    const keys = (book: Playbook, facts: Partial<DealFacts>) => plan(book, facts).tasks.map(({ key }) => key);
    expect(keys(enterprise, { fields: { implementation_partner: 'Contoso Consulting' } })).toContain(
      'build-order-interface',
    );
    expect(keys(enterprise, {})).not.toContain('build-order-interface');
    expect(keys(enterprise, { products: ['Analytics export'] })).toContain('validate-export');
    expect(keys(enterprise, { fields: { security_requirements: 'Pen test by us, ISO' } })).toContain(
      'test-penetration',
    );
    expect(plan(standard, { products: ['SSO'] }).integrationItems.map(({ key }) => key)).toEqual(['sign-on']);
  });
  it.each([
    ['standard', standard],
    ['enterprise', enterprise],
  ] as const)('%s: the kickoff is the day of its meeting, drafted and published on any day', (_, book) => {
    const meetingOf = (tasks: Task[]) => tasks.find(({ key }) => key === 'hold-kickoff')?.dueOn;
    const members = [{ id: 'm', onboardingId, role: 'customer.lead', personId: 'customer.lead' }];
    for (let day = 2; day <= 9; day += 1) {
      const wonAt = `2026-03-0${day}T09:00:00.000Z`;
      const drafted = buildPlan({
        onboarding: onboarding({ calendarCountry: 'DE' }),
        playbook: book,
        now: wonAt,
        members,
        people: [person('customer.lead')],
      });
      expect(meetingOf(drafted.tasks)).toBe(drafted.onboarding.kickoffOn);
      for (const later of [0, 1, 4, 9]) {
        const then = `2026-03-${String(day + later).padStart(2, '0')}T09:00:00.000Z`;
        const context = { now: then, playbook: book, publicUrl: '' };
        const waiting = advance(drafted, context).state;
        expect(meetingOf(waiting.tasks)).toBe(waiting.onboarding.kickoffOn);
        const boss: Actor = { kind: 'person', id: 'boss', label: 'boss', staffRole: 'manager' };
        const published = advance(publish(drafted, {}, boss, then, book).state, context).state;
        expect(meetingOf(published.tasks)).toBe(published.onboarding.kickoffOn);
      }
    }
  });
  it.each([
    ['standard', standard],
    ['enterprise', enterprise],
  ] as const)('%s: work far ahead of plan is expected to end ahead of plan', (_, book) => {
    const boss: Actor = { kind: 'person', id: 'boss', label: 'boss', staffRole: 'manager' };
    const published = publish(plan(book), {}, boss, now, book).state;
    const target = published.onboarding.targetGoLiveOn ?? '';
    const wayOf = (doneAt: string, share: number): string => {
      const state = structuredClone(published);
      const byDate = state.tasks.toSorted((a, b) => ((a.dueOn ?? '') < (b.dueOn ?? '') ? -1 : 1));
      for (const task of byDate.slice(0, Math.round(byDate.length * share)))
        Object.assign(task, { status: 'done', doneAt, readyAt: now });
      const entered = advance(state, { now: doneAt, playbook: book, publicUrl: '' }).state;
      return entered.onboarding.forecast?.p50 ?? '';
    };
    const soon = '2026-03-06T09:00:00.000Z';
    expect([wayOf(soon, 0) >= target, wayOf(soon, 0.5) < target, wayOf(soon, 0.7) < wayOf(soon, 0.5)]).toEqual([
      true,
      true,
      true,
    ]);
  });
  it('chase customers by the ladder that is promised', () => {
    for (const book of books) {
      expect(
        book.ladders['default']?.rungs.map(({ at, kind, to, orElse, repeatEvery }) => [
          at,
          kind,
          to,
          orElse,
          repeatEvery,
        ]),
      ).toEqual([
        [-2, 'reminder', 'owner', null, null],
        [0, 'due', 'owner', null, null],
        [1, 'overdue', 'owner', null, null],
        [2, 'hold_notice', 'team.csm', null, null],
        [3, 'escalation', 'customer.lead', 'customer.sponsor', null],
        [5, 'escalation', 'team.manager', null, 5],
      ]);
    }
  });
});

it('finds one file with its parts, and says when there is none', async () => {
  expect((await loadPlaybookFile('playbooks/standard-mid-market.yaml')).parsed.ok).toBe(true);
  await expect(loadPlaybookFile('playbooks/none.yaml')).rejects.toThrow(/no playbook file/);
  await expect(loadPlaybookFolder('nowhere')).rejects.toThrow(/cannot be read/);
});
