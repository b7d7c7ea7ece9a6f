import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../../src/domain/build-plan.ts';
import type { Member } from '../../../src/domain/model.ts';
import { applySchedule, scheduleOf } from '../../../src/domain/plan-dates.ts';
import type { Playbook } from '../../../src/domain/playbook.ts';
import {
  deal,
  milestoneTemplate,
  onboarding,
  onboardingId,
  person,
  phaseTemplate,
  playbook,
  taskTemplate,
} from './fixtures.ts';

const now = '2026-03-02T09:00:00.000Z';
const members: Member[] = [
  { id: 'm1', onboardingId, role: 'team.csm', personId: 'mia' },
  { id: 'm2', onboardingId, role: 'crm.owner', personId: 'sam' },
];
const people = [person('mia', { side: 'team' }), person('sam', { side: 'team' })];
const enterpriseOnly = { field: 'segment', is: 'enterprise' };
const book = (over: Partial<Playbook> = {}) =>
  playbook(
    [
      phaseTemplate(
        'prepare',
        [
          taskTemplate('a'),
          taskTemplate('security', { dependsOn: ['a'], when: enterpriseOnly }),
          taskTemplate('b', { dependsOn: ['security'], role: 'customer.it', side: 'customer' }),
        ],
        { milestones: [milestoneTemplate('ready', { firstValue: true })] },
      ),
      phaseTemplate('audit', [taskTemplate('audit', { when: enterpriseOnly })], {
        entry: { responsible: 'team.csm', criteria: [{ kind: 'phase_done', phase: 'prepare' }] },
      }),
      phaseTemplate(
        'go-live',
        [
          taskTemplate('erp', { integration: 'erp' }),
          taskTemplate('cutover', {
            milestone: 'live',
            dependsOn: ['b'],
            schedule: { from: 'go_live', offsetDays: 0, durationDays: 1 },
          }),
        ],
        {
          entry: {
            responsible: 'team.csm',
            criteria: [
              { kind: 'phase_done', phase: 'audit' },
              { kind: 'integrations_validated', integrations: ['erp'] },
            ],
          },
          milestones: [milestoneTemplate('live', { goLive: true })],
        },
      ),
    ],
    {
      integrations: [
        {
          key: 'erp',
          name: 'ERP',
          owner: 'customer.it',
          environments: ['sandbox', 'production'],
          initial: 'not_started',
          checks: [{ key: 'read', name: 'Reads orders' }],
          when: { field: 'product', is: 'ERP' },
        },
      ],
      ...over,
    },
  );
const build = (over: Parameters<typeof onboarding>[0] = {}, from = book()) =>
  buildPlan({ onboarding: onboarding(over), playbook: from, members, people, now });

describe('buildPlan', () => {
  it('leaves out what does not apply and bridges the gap', () => {
    const small = build();
    expect(small.tasks.map(({ key }) => key)).toEqual(['name-customer-lead', 'name-customer-it', 'a', 'b', 'cutover']);
    const byKey = new Map(small.tasks.map((task) => [task.key, task]));
    expect(byKey.get('b')?.dependsOn).toEqual([byKey.get('a')?.id]);
    expect(small.phases.map(({ key }) => key)).toEqual(['prepare', 'go-live']);
    expect(small.phases[1]?.entryGate.criteria).toEqual([{ kind: 'phase_done', phase: 'prepare' }]);
    expect(small.integrationItems).toEqual([]);

    const large = build({ deal: deal({ segment: 'Enterprise', products: ['core', 'erp'] }) });
    expect(large.tasks).toHaveLength(8);
    expect(large.integrationItems.map(({ key, environment }) => `${key}:${environment}`)).toEqual([
      'erp:sandbox',
      'erp:production',
    ]);
    expect(large.phases[2]?.entryGate.criteria).toHaveLength(2);
  });
  it('gives the same ids every time and other ids to another onboarding', () => {
    expect(build()).toEqual(build());
    const other = build({ id: '5d1f2a34-6a0d-4c55-8a0c-7d2f3a9b8c77' });
    expect(other.tasks[0]?.id).not.toBe(build().tasks[0]?.id);
  });
  it('turns open roles into tasks of those who can name somebody', () => {
    const { tasks, members: all } = build();
    expect(all.map(({ role, personId }) => [role, personId])).toEqual([
      ['team.csm', 'mia'],
      ['crm.owner', 'sam'],
      ['customer.lead', null],
      ['customer.it', null],
    ]);
    expect(tasks[0]).toMatchObject({
      type: 'role',
      fillsRole: 'customer.lead',
      role: 'crm.owner',
      ownerId: 'sam',
      side: 'team',
      visibility: 'internal',
    });
    // customer.lead would name customer.it, but is open itself
    expect(tasks[1]).toMatchObject({ fillsRole: 'customer.it', ownerId: 'sam' });
    const b = tasks.find(({ key }) => key === 'b');
    expect(b?.ownerId).toBeNull();
    expect(b?.dependsOn).not.toContain(tasks[1]?.id);
  });
  it('asks nobody who has left', () => {
    const gone = buildPlan({
      onboarding: onboarding(),
      playbook: book(),
      members,
      people: [person('mia', { deactivatedAt: now }), people[1]!],
      now,
    });
    expect(gone.tasks.find(({ key }) => key === 'a')?.ownerId).toBeNull();
  });
  it('takes kickoff and go-live from the playbook, the wish or the plan', () => {
    const plan = build();
    expect(plan.onboarding).toMatchObject({
      status: 'draft',
      kickoffOn: '2026-03-09',
      targetGoLiveOn: '2026-03-16',
      promisedGoLiveOn: null,
    });
    expect(plan.milestones.find(({ isGoLive }) => isGoLive)?.targetOn).toBe('2026-03-16');
    const wished = build({ deal: deal({ wishedGoLiveOn: '2026-04-20' }) });
    expect(wished.onboarding).toMatchObject({ targetGoLiveOn: '2026-04-20', promisedGoLiveOn: '2026-04-20' });
    expect(wished.tasks.find(({ key }) => key === 'cutover')?.dueOn).toBe('2026-04-20');
    for (const wishedGoLiveOn of ['0206-04-20', '9999-12-31'])
      expect(build({ deal: deal({ wishedGoLiveOn }) }).onboarding.targetGoLiveOn).toBe('2026-03-16');
  });
  it('locks only what the playbook locks', () => {
    const from = book();
    from.phases[0]!.tasks[0]!.lockDue = true;
    const plan = build({}, from);
    expect(plan.tasks.filter(({ isDueLocked }) => isDueLocked).map(({ key }) => key)).toEqual(['a']);
  });
  it('is already scheduled: scheduling again moves nothing', () => {
    const plan = build();
    expect(applySchedule(plan, scheduleOf(plan, book(), now))).toEqual([]);
  });
  it('names the path of a cycle', () => {
    const from = book();
    from.phases[0]!.tasks[0]!.dependsOn = ['b'];
    expect(() => build({}, from)).toThrow(/a → b → a|b → a → b/);
  });
});
