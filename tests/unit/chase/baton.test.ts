/** Whatever is finished hands on: the next owner hears at once, and what it unblocks opens. */
import { describe, expect, it } from 'vitest';
import { approveGate } from '../../../src/domain/commands/approve-gate.ts';
import { blockTask } from '../../../src/domain/commands/block-task.ts';
import { completeMilestone } from '../../../src/domain/commands/complete-milestone.ts';
import { completeTask } from '../../../src/domain/commands/complete-task.ts';
import { resolveBlocker } from '../../../src/domain/commands/resolve-blocker.ts';
import { setIntegrationCheck } from '../../../src/domain/commands/set-integration-check.ts';
import { setIntegrationStatus } from '../../../src/domain/commands/set-integration-status.ts';
import { skipTask } from '../../../src/domain/commands/skip-task.ts';
import type { Actor, IntegrationItem, OnboardingState, Phase, TaskType } from '../../../src/domain/model.ts';
import { gate, milestone, phase } from '../plan/fixtures.ts';
import { at, customerTask, monday, running, World } from './world.ts';

const csm: Actor = { kind: 'person', id: 'csm', label: 'csm', staffRole: 'member' };
const sponsor: Actor = { kind: 'person', id: 'sponsor', label: 'sponsor' };
const tracker: Actor = { kind: 'system', id: null, label: 'Jira' };
const tuesday = at('2026-03-03');

type Step = (state: OnboardingState, now: string) => { state: OnboardingState };

/** `next` is the lead's and waits for what is handed over. */
const next = (over: Parameters<typeof customerTask>[1]) =>
  customerTask('next', { ownerId: 'lead', role: 'customer.lead', readyAt: null, ...over });

/** Who hears of `next` in the moment of the step, and how it goes out. */
const handedOn = (plan: OnboardingState, step: Step): string[] => {
  const world = new World(plan).until(tuesday);
  expect(world.said.filter(({ taskId }) => taskId === 'next')).toEqual([]);
  world.change(step, tuesday).at(tuesday);
  return world.said
    .filter(({ taskId }) => taskId === 'next')
    .map(({ at: when, kind, to, intent }) => `${when.slice(5, 10)} ${kind} → ${to}, ${intent.urgency}`);
};

const atOnce = ['03-03 task_ready → lead, now'];

describe('a finished task tells the owner of what waited for it', () => {
  const dependent = (type: TaskType) => running({ tasks: [customerTask('t', { type }), next({ dependsOn: ['t'] })] });
  const types: readonly TaskType[] = ['configuration', 'document', 'approval', 'external_ticket'];

  it.each(types)('of type %s', (type) => {
    const actor = type === 'external_ticket' ? tracker : csm;
    expect(handedOn(dependent(type), (state, now) => completeTask(state, { taskId: 't' }, actor, now, null))).toEqual(
      atOnce,
    );
  });

  it('and a skipped one as well', () => {
    expect(
      handedOn(dependent('configuration'), (state, now) =>
        skipTask(state, { taskId: 't', reason: 'not needed' }, csm, now, null),
      ),
    ).toEqual(atOnce);
  });

  it('but not while something else is missing', () => {
    const plan = running({
      tasks: [customerTask('t'), customerTask('other'), next({ dependsOn: ['t', 'other'] })],
    });
    expect(handedOn(plan, (state, now) => completeTask(state, { taskId: 't' }, csm, now, null))).toEqual([]);
  });
});

describe('what opens the next phase tells the owners of its tasks', () => {
  const twoPhases = (exitGate: Phase['exitGate'], over: Partial<OnboardingState> = {}) =>
    running({
      phases: [
        phase('p', 0, { status: 'in_progress', startedAt: monday, exitGate }),
        phase('q', 1, { entryGate: gate({ kind: 'phase_done', phase: 'p' }) }),
      ],
      tasks: [customerTask('t', { status: 'done', doneAt: monday }), next({ phaseId: 'q' })],
      ...over,
    });

  it('an approved gate', () => {
    const approval = { kind: 'approval', role: 'customer.sponsor', label: 'Design approved' } as const;
    const plan = twoPhases(gate({ ...approval, approvedAt: null, approvedById: null }));
    expect(
      handedOn(plan, (state, now) =>
        approveGate(state, { phaseId: 'p', gate: 'exit', criterion: 0 }, sponsor, now, null),
      ),
    ).toEqual(atOnce);
  });

  it('a validated integration, by its last check or by a status with a note', () => {
    const production: IntegrationItem = {
      id: 'erp-production',
      onboardingId: 'o',
      key: 'erp',
      name: 'ERP',
      environment: 'production',
      ownerRole: 'customer.it',
      status: 'connected',
      note: null,
      position: 0,
      checks: [{ key: 'a', name: 'a', doneAt: null, doneById: null }],
    };
    const plan = () =>
      twoPhases(gate({ kind: 'integrations_validated', integrations: ['erp'] }), { integrationItems: [production] });
    const { id: itemId } = production;
    const steps: Step[] = [
      (state, now) => setIntegrationCheck(state, { itemId, check: 'a', isDone: true }, csm, now, null),
      (state, now) =>
        setIntegrationStatus(state, { itemId, status: 'validated_in_production', note: 'seen live' }, csm, now, null),
    ];
    for (const step of steps) expect(handedOn(plan(), step)).toEqual(atOnce);
  });

  it('a milestone that a person confirms', () => {
    const plan = twoPhases(gate({ kind: 'milestone_done', milestone: 'm' }), {
      milestones: [milestone('m', 'p', { completion: 'person' })],
    });
    expect(handedOn(plan, (state, now) => completeMilestone(state, { milestoneId: 'm' }, csm, now, null))).toEqual(
      atOnce,
    );
  });
});

it('a resolved blocker tells the owner of what it held up, at once', () => {
  const blocker = { taskId: 't', what: 'the firewall', side: 'team' as const };
  const world = new World().until(tuesday);
  world.change((state, now) => blockTask(state, blocker, csm, now, null)).until(at('2026-03-04'));
  world.heard();
  const id = world.state.blockers[0]?.id ?? '';
  world
    .change((state, now) => resolveBlocker(state, { blockerId: id }, csm, now, null), at('2026-03-04', '10:00'))
    .at(at('2026-03-04', '10:00'));
  expect(world.said.at(-1)?.intent).toMatchObject({
    rule: 'what it waited for is there: the firewall',
    data: { resolved: ['the firewall'] },
  });
  expect(world.heard()).toEqual(['03-04 task_ready → it']);
});
