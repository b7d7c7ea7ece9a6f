import { describe, expect, it } from 'vitest';
import { applyAmendment, planAmendment } from '../../../src/domain/amend-plan.ts';
import { buildPlan } from '../../../src/domain/build-plan.ts';
import { onDealChanged } from '../../../src/domain/deal-change.ts';
import type { Actor, DealFacts, Member, OnboardingState } from '../../../src/domain/model.ts';
import type { Playbook } from '../../../src/domain/playbook.ts';
import { deal, onboarding, onboardingId, person, phaseTemplate, playbook, taskTemplate } from './fixtures.ts';

const now = '2026-03-02T09:00:00.000Z';
const actor: Actor = { kind: 'person', id: 'mia', label: 'Mia' };
const members: Member[] = [{ id: 'm1', onboardingId, role: 'team.csm', personId: 'mia' }];
const people = [person('mia', { side: 'team' })];
const hasExport = { field: 'product', matches: 'export' };
const book = (over: Partial<Playbook> = {}): Playbook => ({
  ...playbook([
    phaseTemplate('prepare', [
      taskTemplate('a'),
      taskTemplate('export', { when: hasExport, dependsOn: ['a'] }),
      taskTemplate('b', { dependsOn: ['a', 'export'] }),
    ]),
    phaseTemplate('warehouse', [taskTemplate('load', { when: hasExport })]),
  ]),
  ...over,
});
const facts = (products: string[]): DealFacts => ({ ...deal(), products });
const planned = (products: string[], over: Partial<Playbook> = {}): OnboardingState => {
  const built = buildPlan({
    onboarding: { ...onboarding(), deal: facts(products) },
    playbook: book(over),
    members,
    people,
    now,
  });
  return { ...built, onboarding: { ...built.onboarding, status: 'active', publishedAt: now } };
};
const amended = (state: OnboardingState, products: string[], over: Partial<Playbook> = {}) =>
  onDealChanged(
    state,
    { result: 'found', isWon: true, isClosed: true, deal: facts(products), ownerId: null, leadId: null, problems: [] },
    now,
    book(over),
  ).state;
const keys = (tasks: { key: string }[]): string[] => tasks.map(({ key }) => key);

describe('an amended deal', () => {
  it('says what it adds to the plan, and adds it when a person says so', () => {
    const state = amended(planned(['Core']), ['Core', 'Data export']);
    expect(state.onboarding.problems).toMatchObject([{ code: 'amended' }]);
    const { added, dropped } = planAmendment(state, book(), now);
    expect([keys(added), keys(dropped)]).toEqual([['export', 'load'], []]);
    const applied = applyAmendment(state, {}, actor, now, book());
    expect(keys(applied.state.tasks).sort()).toEqual(['a', 'b', 'export', 'load', 'name-customer-lead']);
    const [b, exported] = ['b', 'export'].map((key) => applied.state.tasks.find((task) => task.key === key));
    expect(b?.dependsOn).toContain(exported?.id);
    expect(applied.state.phases.map(({ key }) => key)).toEqual(['prepare', 'warehouse']);
    expect(applied.state.onboarding.problems).toEqual([]);
    expect(applied.activity).toMatchObject([{ kind: 'plan_amended', data: { dropped: [] } }]);
    expect(applyAmendment(applied.state, {}, actor, now, book()).activity).toEqual([]);
  });

  it('names a system that comes with it once, however many environments it has', () => {
    const erp = { key: 'erp', name: 'ERP', owner: 'customer.it', initial: 'not_started', when: hasExport } as const;
    const over = { integrations: [{ ...erp, environments: ['sandbox', 'production'], checks: [] }] };
    const state = amended(planned(['Core'], over), ['Core', 'Data export'], over);
    expect(planAmendment(state, book(over), now).integrations).toEqual(['ERP']);
  });

  it('lets fall what it no longer needs, but nothing that is done', () => {
    const state = planned(['Core', 'Data export']);
    state.tasks = state.tasks.map((task) => (task.key === 'load' ? { ...task, status: 'done', doneAt: now } : task));
    const applied = applyAmendment(amended(state, ['Core']), {}, actor, now, book()).state;
    expect(applied.tasks.find(({ key }) => key === 'export')).toMatchObject({
      status: 'skipped',
      skipReason: 'The deal was amended',
    });
    expect(applied.tasks.find(({ key }) => key === 'load')?.status).toBe('done');
  });

  it('brings back what an amendment let fall, as it was never begun', () => {
    const before = planned(['Core', 'Data export']);
    const without = applyAmendment(amended(before, ['Core']), {}, actor, now, book()).state;
    const again = amended(without, ['Core', 'Data export']);
    const { added, dropped } = planAmendment(again, book(), now);
    expect([keys(added).sort(), keys(dropped)]).toEqual([['export', 'load'], []]);
    const applied = applyAmendment(again, {}, actor, now, book());
    const [b, exported] = ['b', 'export'].map((key) => applied.state.tasks.find((task) => task.key === key));
    expect(exported).toMatchObject({ status: 'pending', skipReason: null, chase: { since: now } });
    expect(b?.dependsOn).toContain(exported?.id);
    expect(applied.state.tasks).toHaveLength(before.tasks.length);
    expect(applied.activity).toMatchObject([{ kind: 'plan_amended', data: { added: ['export', 'load'] } }]);
    expect(planAmendment(applied.state, book(), now)).toEqual({ added: [], dropped: [], integrations: [] });
  });

  it('leaves what a person skipped skipped', () => {
    const state = planned(['Core', 'Data export']);
    state.tasks = state.tasks.map((task) =>
      task.key === 'export' ? { ...task, status: 'skipped', skipReason: 'They have it' } : task,
    );
    const without = applyAmendment(amended(state, ['Core']), {}, actor, now, book()).state;
    const { added } = planAmendment(amended(without, ['Core', 'Data export']), book(), now);
    expect(keys(added)).toEqual(['load']);
  });

  it('does not open a phase that is over for a task that comes late', () => {
    const state = amended(planned(['Core']), ['Core', 'Data export']);
    state.phases = state.phases.flatMap((phase) => [
      { ...phase, status: 'done' },
      { ...phase, id: 'later', key: 'later', status: 'in_progress' },
    ]);
    const applied = applyAmendment(state, {}, actor, now, book()).state;
    expect(applied.tasks.find(({ key }) => key === 'export')?.phaseId).toBe('later');
  });

  it('changes the plan by itself where the playbook says so', () => {
    const state = amended(planned(['Core']), ['Core', 'Data export'], { amendments: 'automatic' });
    expect(keys(state.tasks)).toContain('export');
    expect(state.onboarding.problems).toEqual([]);
  });

  it('of which the plan says nothing is only closed', () => {
    const state = amended(planned(['Core']), ['Core', 'Gold support']);
    expect(planAmendment(state, book(), now)).toEqual({ added: [], dropped: [], integrations: [] });
    const applied = applyAmendment(state, {}, actor, now, book());
    expect(applied.activity).toMatchObject([{ kind: 'problem_dismissed' }]);
    expect(keys(applied.state.tasks)).toEqual(keys(state.tasks));
  });
});
