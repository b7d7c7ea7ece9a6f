import { describe, expect, it } from 'vitest';
import { approveGate } from '../../../src/domain/commands/approve-gate.ts';
import { assignRole } from '../../../src/domain/commands/assign-role.ts';
import { blockTask } from '../../../src/domain/commands/block-task.ts';
import { cancel } from '../../../src/domain/commands/cancel.ts';
import { completeMilestone } from '../../../src/domain/commands/complete-milestone.ts';
import { completeTask } from '../../../src/domain/commands/complete-task.ts';
import { dismissProblem } from '../../../src/domain/commands/dismiss-problem.ts';
import { holdEscalation } from '../../../src/domain/commands/hold-escalation.ts';
import { hold } from '../../../src/domain/commands/hold.ts';
import type { Command } from '../../../src/domain/commands/outcome.ts';
import { overrideHealth } from '../../../src/domain/commands/override-health.ts';
import { publish } from '../../../src/domain/commands/publish.ts';
import { reassignTask } from '../../../src/domain/commands/reassign-task.ts';
import { reopenMilestone } from '../../../src/domain/commands/reopen-milestone.ts';
import { resume } from '../../../src/domain/commands/resume.ts';
import { setHandoff } from '../../../src/domain/commands/set-handoff.ts';
import { setIntegrationCheck } from '../../../src/domain/commands/set-integration-check.ts';
import { setIntegrationStatus } from '../../../src/domain/commands/set-integration-status.ts';
import { setKickoff } from '../../../src/domain/commands/set-kickoff.ts';
import { setTargetGoLive } from '../../../src/domain/commands/set-target-go-live.ts';
import { setTaskDue } from '../../../src/domain/commands/set-task-due.ts';
import { setTaskOwner } from '../../../src/domain/commands/set-task-owner.ts';
import { setUrgent } from '../../../src/domain/commands/set-urgent.ts';
import { skipTask } from '../../../src/domain/commands/skip-task.ts';
import { snoozeTask } from '../../../src/domain/commands/snooze-task.ts';
import { startTask } from '../../../src/domain/commands/start-task.ts';
import { waiveHandoff } from '../../../src/domain/commands/waive-handoff.ts';
import type { Actor, IntegrationItem, OnboardingState } from '../../../src/domain/model.ts';
import { gate, milestone, phase } from '../plan/fixtures.ts';
import { csm, link, now, refused, run } from './commanding.ts';
import { at, book, customerTask, member, members, monday, running } from './world.ts';

const inStatus = (
  status: OnboardingState['onboarding']['status'],
  over: Partial<OnboardingState['onboarding']> = {},
): OnboardingState => {
  const given = running();
  return { ...given, onboarding: { ...given.onboarding, status, ...over } };
};

describe('milestones, gates and integrations', () => {
  const approval = {
    kind: 'approval' as const,
    role: 'customer.sponsor',
    label: 'Design approved',
    approvedAt: null,
    approvedById: null,
  };
  const confirmable = milestone('m', 'p', { completion: 'person', isFirstValue: true });

  it('confirms a milestone once its tasks are settled, and takes it back', () => {
    const plan = running({ milestones: [confirmable], tasks: [customerTask('t', { milestoneId: 'm' })] });
    expect(() => run(completeMilestone, plan, { milestoneId: 'm' })).toThrow(refused('not_allowed_now'));
    const done = run(completeMilestone, run(completeTask, plan, { taskId: 't' }).state, { milestoneId: 'm' });
    expect(done.state.milestones[0]).toMatchObject({ status: 'done', doneById: 'csm' });
    expect(run(reopenMilestone, done.state, { milestoneId: 'm', reason: 'too early' }).state).toMatchObject({
      milestones: [{ status: 'in_progress', doneAt: null }],
      onboarding: { firstValueAt: null },
    });
    for (const special of [{ isGoLive: true }, { completion: 'tasks' as const }]) {
      const other = running({ milestones: [{ ...confirmable, ...special }], tasks: [] });
      expect(() => run(completeMilestone, other, { milestoneId: 'm' })).toThrow(refused('not_allowed_now'));
    }
  });

  it('lets a gate be approved by whom it names or a manager, and nobody else', () => {
    const plan = running({
      phases: [phase('p', 0, { status: 'in_progress', exitGate: gate({ kind: 'tasks_done' }, approval) })],
    });
    const input = { phaseId: 'p', gate: 'exit' as const, criterion: 1 };
    expect(() => run(approveGate, plan, input)).toThrow(refused('forbidden'));
    expect(() => run(approveGate, plan, { ...input, criterion: 0 })).toThrow(refused('invalid_input'));
    expect(() =>
      run(approveGate, plan, input, { kind: 'link', id: 'sponsor', label: 'the link sent to sponsor' }),
    ).toThrow(refused('forbidden'));
    for (const actor of [
      { kind: 'person' as const, id: 'sponsor', label: 'sponsor' },
      { kind: 'person' as const, id: 'boss', label: 'boss' },
    ]) {
      expect(run(approveGate, plan, input, actor).state.phases[0]?.exitGate.criteria[1]).toMatchObject({
        approvedAt: now,
        approvedById: actor.id,
      });
    }
  });

  it('validates an integration in production by its checks, and takes that back with one of them', () => {
    const item = (environment: string): IntegrationItem => ({
      id: environment,
      onboardingId: 'o',
      key: 'erp',
      name: 'ERP',
      environment,
      ownerRole: 'customer.it',
      status: 'not_started',
      note: null,
      position: 0,
      checks: ['a', 'b'].map((key) => ({ key, name: key, doneAt: null, doneById: null })),
    });
    let plan = running({ integrationItems: [item('staging'), item('production')] });
    const statuses: string[] = [];
    for (const [itemId, check, isDone] of [
      ['staging', 'a', true],
      ['staging', 'b', true],
      ['production', 'a', true],
      ['production', 'b', true],
      ['production', 'a', false],
    ] as const) {
      plan = run(setIntegrationCheck, plan, { itemId, check, isDone }).state;
      statuses.push(plan.integrationItems.find(({ id }) => id === itemId)?.status ?? '');
    }
    expect(statuses).toEqual([
      'partially_configured',
      'connected',
      'partially_configured',
      'validated_in_production',
      'connected',
    ]);
    expect(() => run(setIntegrationStatus, plan, { itemId: 'production', status: 'validated_in_production' })).toThrow(
      refused('not_allowed_now'),
    );
    expect(
      run(setIntegrationStatus, plan, { itemId: 'production', status: 'validated_in_production', note: 'seen live' })
        .state.integrationItems[1],
    ).toMatchObject({ status: 'validated_in_production', note: 'seen live' });
  });
});

describe('the onboarding', () => {
  it('moves its kickoff, and with it a go-live that nobody agreed on', () => {
    const draft = inStatus('draft', { kickoffOn: '2026-03-09', targetGoLiveOn: '2026-04-01', publishedAt: null });
    expect(run(setKickoff, draft, { kickoffOn: '2026-03-16' }).state.onboarding).toMatchObject({
      kickoffOn: '2026-03-16',
      targetGoLiveOn: '2026-04-08',
    });
    const promised = { ...draft, onboarding: { ...draft.onboarding, promisedGoLiveOn: '2026-04-01' } };
    expect(run(setKickoff, promised, { kickoffOn: '2026-03-16' }).state.onboarding.targetGoLiveOn).toBe('2026-04-01');
    expect(() => run(setKickoff, inStatus('active', { kickoffOn: '2026-03-02' }), { kickoffOn: '2026-03-16' })).toThrow(
      refused('not_allowed_now'),
    );
    expect(run(setTargetGoLive, draft, { targetGoLiveOn: '2026-05-04' }).state.onboarding).toMatchObject({
      targetGoLiveOn: '2026-05-04',
      promisedGoLiveOn: '2026-05-04',
    });
    expect(() => run(setTargetGoLive, draft, { targetGoLiveOn: '2026-03-09' })).toThrow(refused('invalid_input'));
  });

  it('is published by whom the playbook names, by a manager, or by what acts without a person', () => {
    const draft = inStatus('draft', { publishedAt: null });
    const rep: Actor = { kind: 'person', id: 'rep', label: 'rep', staffRole: 'member' };
    const boss: Actor = { kind: 'person', id: 'boss', label: 'boss', staffRole: 'manager' };
    const itself: Actor = { kind: 'system', id: null, label: 'Gangway' };
    expect(() => run(publish, draft, {}, rep)).toThrow(refused('forbidden'));
    expect(() => run(publish, draft, {}, link)).toThrow(refused('forbidden'));
    for (const actor of [csm, boss, itself])
      expect(run(publish, draft, {}, actor).state.onboarding.status).toBe('active');
  });

  it('keeps a kickoff that a person chose, and else moves it to when its meeting can be', () => {
    const days = (offsetDays: number, durationDays: number) => ({ from: 'kickoff', offsetDays, durationDays }) as const;
    const given = inStatus('draft', { kickoffOn: '2026-03-04', publishedAt: null });
    const draft = {
      ...given,
      tasks: [
        customerTask('intake', { isDueLocked: false, readyAt: null, schedule: days(-1, 4) }),
        customerTask('meeting', { isDueLocked: false, readyAt: null, dependsOn: ['intake'], schedule: days(0, 0) }),
      ],
    };
    expect(run(publish, draft, {}).state.onboarding.kickoffOn).toBe('2026-03-09');
    expect(run(publish, draft, { kickoffOn: '2026-03-04' }).state.onboarding.kickoffOn).toBe('2026-03-09');
    expect(run(publish, draft, { kickoffOn: '2026-03-05' }).state.onboarding.kickoffOn).toBe('2026-03-05');
    const chosen = run(setKickoff, draft, { kickoffOn: '2026-03-06' });
    expect(run(publish, chosen.state, {}).state.onboarding.kickoffOn).toBe('2026-03-06');
  });

  it('is published from today on where its kickoff has passed', () => {
    const late = inStatus('draft', { kickoffOn: '2026-02-20', publishedAt: null });
    expect(run(publish, late, {}).state.onboarding).toMatchObject({
      status: 'active',
      kickoffOn: '2026-03-03',
      publishedAt: now,
    });
    expect(run(publish, late, { kickoffOn: '2026-03-12' }).state.onboarding.kickoffOn).toBe('2026-03-12');
    expect(() => run(publish, { ...late, tasks: [] }, {})).toThrow(refused('not_allowed_now'));
  });

  it('resumes where it stood', () => {
    const held = (over: Partial<OnboardingState['onboarding']>) =>
      inStatus('on_hold', { heldAt: monday, heldBy: 'csm', ...over });
    const before = (over: Partial<OnboardingState['onboarding']>) =>
      run(resume, held(over), {}).state.onboarding.status;
    expect(before({ publishedAt: null, handoffCompletedAt: null })).toBe('handoff');
    expect(before({ publishedAt: null })).toBe('draft');
    expect(before({})).toBe('active');
    expect(before({ liveAt: monday })).toBe('live');
    expect(() => run(resume, held({ heldBy: 'crm' }), {})).toThrow(refused('not_allowed_now'));
    expect(() => run(hold, inStatus('active'), { reason: 'x', resumeOn: '2026-03-03' })).toThrow(
      refused('invalid_input'),
    );
    expect(() => run(hold, inStatus('active'), { reason: 'x', resumeOn: null })).toThrow(refused('invalid_input'));
  });

  it('takes handoff values, empty ones away, and a waiver with what was missing', () => {
    const used = {
      ...book(),
      handoff: {
        fields: ['goal', 'users'].map((key) => ({
          key,
          label: key,
          help: null,
          required: true,
          crm: { object: 'notes' as const },
        })),
        ladder: 'handoff',
      },
    };
    const waiting = inStatus('handoff', { publishedAt: null, handoffCompletedAt: null });
    const filled = setHandoff(waiting, { values: { goal: ' grow ' } }, csm, now, used);
    expect(filled.state.onboarding.handoff).toEqual({ goal: 'grow' });
    expect(setHandoff(filled.state, { values: { goal: '' } }, csm, now, used).state.onboarding.handoff).toEqual({});
    expect(() => setHandoff(waiting, { values: { nonsense: 'x' } }, csm, now, used)).toThrow(refused('invalid_input'));
    expect(waiveHandoff(filled.state, { reason: 'urgent' }, csm, now, used).activity[0]?.data).toMatchObject({
      missing: ['users'],
    });
  });

  it('forgets a problem that a person has seen to', () => {
    const amended = inStatus('active', {
      problems: [
        { code: 'amended', message: 'm', fixBy: 'f' },
        { code: 'no_owner', message: 'm', fixBy: 'f' },
      ],
    });
    expect(run(dismissProblem, amended, { code: 'amended' }).state.onboarding.problems.map(({ code }) => code)).toEqual(
      ['no_owner'],
    );
  });
});

const overridden = { status: 'at_risk', score: 50, reason: 'a feeling', until: '2026-03-20' } as const;

describe('a repeat', () => {
  const twice = <I>(command: Command<I>, state: OnboardingState, input: I) => {
    const first = run(command, state, input);
    return { first, second: command(first.state, input, csm, at('2026-03-03', '10:00'), book()) };
  };
  it.each([
    ['start', () => twice(startTask, running(), { taskId: 't' })],
    ['complete', () => twice(completeTask, running(), { taskId: 't' })],
    ['skip', () => twice(skipTask, running(), { taskId: 't', reason: 'x' })],
    ['block', () => twice(blockTask, running(), { taskId: 't', what: 'x', side: 'team' })],
    ['snooze', () => twice(snoozeTask, running(), { taskId: 't', until: '2026-03-10' })],
    ['hold-escalation', () => twice(holdEscalation, running(), { taskId: 't', until: '2026-03-10' })],
    ['set-due', () => twice(setTaskDue, running(), { taskId: 't', dueOn: '2026-03-20', isDueLocked: true })],
    ['set-owner', () => twice(setTaskOwner, running(), { taskId: 't', personId: 'lead' })],
    ['reassign', () => twice(reassignTask, running(), { taskId: 't', personId: 'lead' })],
    ['assign-role', () => twice(assignRole, running(), { role: 'customer.it', personId: 'sponsor' })],
    ['set-urgent', () => twice(setUrgent, running(), { isUrgent: true })],
    ['override-health', () => twice(overrideHealth, running(), { override: overridden })],
    ['cancel', () => twice(cancel, running(), { reason: 'x' })],
  ])('of %s changes nothing and tells nothing', (_, play) => {
    const { first, second } = play();
    expect(first.activity.length).toBeGreaterThan(0);
    expect(second).toEqual({ state: first.state, activity: [] });
  });
});

describe('a command', () => {
  it('is refused where it makes no sense', () => {
    const tries: (() => unknown)[] = [
      () => run(completeTask, inStatus('draft'), { taskId: 't' }),
      () => run(completeTask, inStatus('on_hold'), { taskId: 't' }),
      () => run(publish, inStatus('active'), {}),
      () => run(resume, inStatus('active'), {}),
      () => run(cancel, inStatus('transitioned'), { reason: 'x' }),
      () =>
        run(snoozeTask, running({ tasks: [customerTask('t', { status: 'done' })] }), {
          taskId: 't',
          until: '2026-03-10',
        }),
      () => run(startTask, running({ tasks: [customerTask('t', { status: 'blocked' })] }), { taskId: 't' }),
    ];
    for (const attempt of tries) expect(attempt).toThrow(refused('not_allowed_now'));
  });

  it('is refused for what does not exist, and without a reason where one is needed', () => {
    expect(() => run(completeTask, running(), { taskId: 'nope' })).toThrow(refused('not_found'));
    expect(() => run(setTaskOwner, running(), { taskId: 't', personId: 'nobody' })).toThrow(refused('not_found'));
    expect(() => run(skipTask, running(), { taskId: 't', reason: '  ' })).toThrow(refused('invalid_input'));
  });

  it('leaves the state it was given as it was', () => {
    const given = running({ members: [...members, member('team.manager', null)] });
    const before = structuredClone(given);
    run(completeTask, given, { taskId: 't' });
    run(blockTask, given, { taskId: 't', what: 'x', side: 'team' });
    run(assignRole, given, { role: 'customer.it', personId: 'sponsor' });
    run(hold, given, { reason: 'x', resumeOn: '2026-03-10' });
    expect(given).toEqual(before);
  });
});
