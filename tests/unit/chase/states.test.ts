import { describe, expect, it } from 'vitest';
import { advance } from '../../../src/domain/advance.ts';
import { buildPlan } from '../../../src/domain/build-plan.ts';
import { approveGate } from '../../../src/domain/commands/approve-gate.ts';
import { approveGoLive } from '../../../src/domain/commands/approve-go-live.ts';
import { cancel } from '../../../src/domain/commands/cancel.ts';
import { completeCheckIn } from '../../../src/domain/commands/complete-check-in.ts';
import { completeTask } from '../../../src/domain/commands/complete-task.ts';
import { hold } from '../../../src/domain/commands/hold.ts';
import { publish } from '../../../src/domain/commands/publish.ts';
import { setHandoff } from '../../../src/domain/commands/set-handoff.ts';
import type { Actor, OnboardingState } from '../../../src/domain/model.ts';
import type { HandoffField, Playbook } from '../../../src/domain/playbook.ts';
import { defaultLadders } from '../../../src/domain/chase/default-ladders.ts';
import {
  deal,
  gate,
  milestoneTemplate,
  onboarding,
  phase,
  phaseTemplate,
  playbook,
  state,
  taskTemplate,
} from '../plan/fixtures.ts';
import { at, book, customerTask, goLiveMilestone, members, monday, people, running, World } from './world.ts';

const csm: Actor = { kind: 'person', id: 'csm', label: 'csm', staffRole: 'member' };
const sides = new Map(people.map(({ id, side }) => [id, side]));
const customersTold = (world: World): string[] =>
  world.planned.filter(({ personId }) => sides.get(personId) !== 'team').map(({ kind }) => kind);

const field = (key: string): HandoffField => ({
  key,
  label: `The ${key}`,
  help: null,
  required: true,
  crm: { object: 'deal', field: key },
});

const withHandoff = (): Playbook => ({
  ...book(),
  handoff: { fields: [field('goal'), field('users')], ladder: 'handoff' },
});

const templates: Playbook = {
  ...playbook([
    phaseTemplate(
      'start',
      [
        taskTemplate('kickoff', { side: 'customer', role: 'customer.lead' }),
        taskTemplate('ours', { dependsOn: ['kickoff'] }),
      ],
      { milestones: [milestoneTemplate('live', { goLive: true, completion: 'person' })] },
    ),
  ]),
  ladders: defaultLadders(new Set()),
};

const drafted = (used: Playbook = templates): OnboardingState =>
  buildPlan({ onboarding: onboarding({ handoffCompletedAt: monday }), playbook: used, members, people, now: monday });

describe('the sales handoff', () => {
  const waiting = (): OnboardingState => state({ onboarding: onboarding({ createdAt: monday }), members, people });

  it('asks whoever owns the deal for what is missing, by its ladder, and the CSM and manager after', () => {
    const world = new World(waiting(), withHandoff()).until(at('2026-03-17'));
    expect(world.heard()).toEqual([
      '03-02 handoff_request → rep',
      '03-03 handoff_request → rep',
      '03-04 handoff_request → rep',
      '03-05 handoff_request → csm',
      '03-09 handoff_request → boss',
      '03-16 handoff_request → boss',
    ]);
    expect(world.planned[0]?.data).toMatchObject({ missing: ['The goal', 'The users'] });
    expect(customersTold(world)).toEqual([]);
  });

  it('falls silent once nothing is missing', () => {
    const world = new World(waiting(), withHandoff()).until(at('2026-03-03'));
    world.heard();
    world
      .change((current, now) => setHandoff(current, { values: { goal: 'g', users: '9' } }, csm, now, withHandoff()))
      .until(at('2026-03-20'));
    expect(world.heard()).toEqual([]);
  });

  it('plans the first request on a day off for the next working day', () => {
    const decision = advance(waiting(), { now: at('2026-03-07'), playbook: withHandoff(), publicUrl: '' });
    expect(decision.intents.map(({ personId, notBefore }) => ({ personId, notBefore }))).toEqual([
      { personId: 'rep', notBefore: at('2026-03-09') },
    ]);
  });

  it('tells the CSM once what is wrong, and again when it comes back', () => {
    const broken = waiting();
    broken.onboarding.problems = [{ code: 'no_playbook', message: 'No playbook fits.', fixBy: 'RevOps: choose one' }];
    const world = new World(broken, null).until(at('2026-03-10'));
    expect(world.heard()).toEqual(['03-02 problem → csm']);
    world
      .change((current) => ({ state: { ...current, onboarding: { ...current.onboarding, problems: [] } } }))
      .until(at('2026-03-11'));
    world
      .change((current) => ({
        state: { ...current, onboarding: { ...current.onboarding, problems: broken.onboarding.problems } },
      }))
      .until(at('2026-03-12'));
    expect(world.heard()).toEqual(['03-11 problem → csm']);
  });
});

describe('a draft', () => {
  it('asks who may publish, again, and then our manager; no customer hears anything', () => {
    const world = new World(drafted(), templates).until(at('2026-03-10'));
    expect(world.heard()).toEqual([
      '03-02 publish_request → csm',
      '03-04 publish_request → csm',
      '03-09 publish_request → boss',
    ]);
    expect(customersTold(world)).toEqual([]);
  });

  it('welcomes everybody at publication, with their first tasks in the same message', () => {
    const world = new World(drafted(), templates).until(monday);
    world.heard();
    world.change((current, now) => publish(current, {}, csm, now, templates)).at(monday);
    const lead = world.said.filter(({ to }) => to === 'lead');
    expect(lead.map(({ kind, message }) => [kind, message])).toEqual([
      ['welcome', 'now'],
      ['task_ready', 'now'],
    ]);
    expect(
      world.said
        .filter(({ kind }) => kind === 'welcome')
        .map(({ to }) => to)
        .sort(),
    ).toEqual(['it', 'lead', 'sponsor']);
    expect(world.state.onboarding.planBaseline?.at).toBe(monday);
    expect(
      world.state.tasks.every(({ baselineDueOn, dueOn }) => baselineDueOn !== null && baselineDueOn === dueOn),
    ).toBe(true);
  });

  it('publishes itself where the playbook says so and somebody would hear of it', () => {
    const automatic: Playbook = { ...templates, publish: { mode: 'automatic', roles: ['team.csm'] } };
    expect(
      advance(drafted(automatic), { now: monday, playbook: automatic, publicUrl: '' }).state.onboarding.status,
    ).toBe('active');
    const unled = {
      ...drafted(automatic),
      people: people.map((one) => (one.id === 'lead' ? { ...one, unreachableSince: monday } : one)),
    };
    const decision = advance(unled, { now: monday, playbook: automatic, publicUrl: '' });
    expect(decision.state.onboarding.status).toBe('draft');
    expect(decision.intents.map(({ kind }) => kind)).toContain('publish_request');
  });
});

describe('on hold', () => {
  it('is silent, comes back on its day, and gives open dates the held business days back', () => {
    const plan = running({
      tasks: [customerTask('t', { isDueLocked: false, schedule: { from: 'dependencies', durationDays: 5 } })],
    });
    const world = new World(plan).until(at('2026-03-04'));
    expect(world.state.tasks[0]?.dueOn).toBe('2026-03-09');
    world.heard();
    world
      .change((current, now) =>
        hold(current, { reason: 'budget freeze', resumeOn: '2026-03-18' }, { ...csm, id: 'boss' }, now, null),
      )
      .until(at('2026-03-17'));
    expect(world.heard()).toEqual(['03-04 held → csm']);
    world.until(at('2026-03-18'));
    expect(world.state.onboarding.status).toBe('active');
    expect(world.state.tasks[0]?.dueOn).toBe('2026-03-23');
    expect(world.heard()).toEqual(expect.arrayContaining(['03-18 resumed → csm', '03-18 resumed → it']));
    world.until(at('2026-03-24'));
    expect(world.heard()).toEqual(['03-19 reminder → it', '03-23 due → it', '03-24 overdue → it']);
    const reasons = world.decisions.flatMap(({ silences }) => silences).filter(({ taskId }) => taskId === null);
    expect(reasons.map(({ reason }) => reason)).toEqual(['On hold until 2026-03-18: budget freeze', null]);
  });

  it('stays when the CRM holds it, however long', () => {
    const crm: Actor = { kind: 'crm', id: null, label: 'HubSpot' };
    const world = new World().until(at('2026-03-03'));
    world
      .change((current, now) => hold(current, { reason: 'lost', resumeOn: null }, crm, now, null))
      .until(at('2026-06-01'));
    expect(world.state.onboarding.status).toBe('on_hold');
  });
});

it('is silent after the end: cancelled tells only us, once', () => {
  const world = new World().until(at('2026-03-04'));
  world.heard();
  world
    .change((current, now) => cancel(current, { reason: 'bought elsewhere' }, { ...csm, id: 'boss' }, now, null))
    .until(at('2026-06-01'));
  expect(world.heard()).toEqual(['03-04 deal_changed → csm', '03-04 deal_changed → rep']);
  expect(world.decisions.at(-1)?.nextWakeAt).toBeNull();
});

describe('approvals', () => {
  it('asks for a gate once nothing else stands in its way, and no more once it is given', () => {
    const approval = {
      kind: 'approval' as const,
      role: 'customer.sponsor',
      label: 'Design approved',
      approvedAt: null,
      approvedById: null,
    };
    const plan = running({
      phases: [
        phase('p', 0, { status: 'in_progress', startedAt: monday, exitGate: gate({ kind: 'tasks_done' }, approval) }),
      ],
    });
    const world = new World(plan).until(at('2026-03-03'));
    expect(world.planned.map(({ kind }) => kind)).not.toContain('gate_approval');
    world.change((current, now) => completeTask(current, { taskId: 't' }, csm, now, null)).until(at('2026-03-05'));
    expect(world.heard()).toEqual(
      expect.arrayContaining(['03-03 gate_approval → sponsor', '03-05 gate_approval → sponsor']),
    );
    const sponsor: Actor = { kind: 'person', id: 'sponsor', label: 'sponsor' };
    world
      .change((current, now) => approveGate(current, { phaseId: 'p', gate: 'exit', criterion: 1 }, sponsor, now, null))
      .until(at('2026-03-20'));
    expect(world.heard()).toEqual([]);
    expect(world.state.phases[0]?.status).toBe('done');
  });

  it('asks for go-live when everything before it is done', () => {
    const plan = running({ milestones: [goLiveMilestone], tasks: [customerTask('t', { milestoneId: 'live' })] });
    const world = new World(plan).until(at('2026-03-03'));
    expect(world.planned.map(({ kind }) => kind)).not.toContain('go_live_request');
    world.change((current, now) => completeTask(current, { taskId: 't' }, csm, now, null)).until(at('2026-03-04'));
    expect(world.heard()).toContain('03-03 go_live_request → csm');
  });
});

describe('go-live', () => {
  const renewals = {
    pipeline: 'Renewals',
    stage: 'Upcoming',
    termMonths: 12,
    basis: 'contract_start' as const,
    createDeal: true,
  };
  const used: Playbook = {
    ...book(),
    crm: { stages: { live: 'Live' }, renewal: renewals, fields: {} },
    renewalReminders: [120, 90, 60],
  };
  const ready = (): OnboardingState =>
    running({
      account: { crmId: 'company-1' },
      onboarding: onboarding({
        status: 'active',
        connectionId: 'c',
        dealId: 'd',
        kickoffOn: '2026-03-02',
        publishedAt: monday,
        handoffCompletedAt: monday,
        wonAt: monday,
        deal: deal({ contractStartOn: '2026-03-01', termMonths: 12 }),
        health: 84,
        healthStatus: 'on_track',
      }),
      milestones: [goLiveMilestone],
      tasks: [customerTask('t', { milestoneId: 'live', status: 'done', doneAt: monday })],
    });

  it('happens once: note, check-in task and renewal deal for the CRM, dates after it, and the good news', () => {
    const world = new World(ready(), used);
    world.change((current, now) => approveGoLive(current, {}, csm, now, used), at('2026-03-05'));
    const decision = world.at(at('2026-03-05'));
    expect(world.state.onboarding).toMatchObject({
      status: 'live',
      renewalOn: '2027-03-01',
      healthBaseline: { score: 84, status: 'on_track' },
    });
    expect(decision.effects.map(({ step, payload }) => [step, payload.kind])).toEqual([
      ['go_live_note', 'crm_note'],
      ['check_in_task', 'crm_task'],
      ['renewal_deal', 'crm_renewal_deal'],
    ]);
    expect(decision.effects[1]?.payload).toMatchObject({ ownerCrmId: 'crm-csm', dueAt: '2026-04-06T07:00:00.000Z' });
    expect(decision.effects[2]?.payload).toMatchObject({
      closeOn: '2027-03-01',
      pipeline: 'Renewals',
      stage: 'Upcoming',
      amountCents: 4_800_000,
    });
    expect(decision.checkIns).toEqual([
      { kind: 'success_handover', dueOn: '2026-03-19' },
      { kind: 'pulse_14', dueOn: '2026-03-19' },
      { kind: 'check_in_30', dueOn: '2026-04-06' },
      { kind: 'check_in_60', dueOn: '2026-05-04' },
      { kind: 'check_in_90', dueOn: '2026-06-03' },
      { kind: 'renewal_120', dueOn: '2026-11-02' },
      { kind: 'renewal_90', dueOn: '2026-12-01' },
      { kind: 'renewal_60', dueOn: '2026-12-31' },
    ]);
    expect(
      world.said
        .filter(({ kind }) => kind === 'go_live')
        .map(({ to }) => to)
        .sort(),
    ).toEqual(['csm', 'it', 'lead', 'rep', 'sponsor']);
    expect(decision.crmValues).toContainEqual(expect.objectContaining({ field: 'dealstage', value: 'stage:Live' }));
    const again = world.until(at('2026-03-30')).decisions.slice(1);
    expect(again.flatMap(({ effects, checkIns }) => [...effects, ...checkIns])).toEqual([]);
  });

  it('needs an approver of the playbook, and everything done', () => {
    const lead: Actor = { kind: 'person', id: 'lead', label: 'lead' };
    expect(() => approveGoLive(ready(), {}, lead, monday, used)).toThrow(
      expect.objectContaining({ code: 'forbidden' }),
    );
    const open = { ...ready(), tasks: [customerTask('t', { milestoneId: 'live' })] };
    expect(() => approveGoLive(open, {}, csm, monday, used)).toThrow(
      expect.objectContaining({ code: 'not_allowed_now' }),
    );
    const boss: Actor = { kind: 'person', id: 'somebody', label: 'boss', staffRole: 'manager' };
    expect(approveGoLive(ready(), {}, boss, monday, used).state.onboarding.status).toBe('live');
  });

  it('ends with the success handover', () => {
    const world = new World(ready(), used);
    world
      .change((current, now) => approveGoLive(current, {}, csm, now, used), at('2026-03-05'))
      .until(at('2026-03-19'));
    world.heard();
    world
      .change((current, now) =>
        completeCheckIn(current, { checkInId: 'c', kind: 'success_handover', note: 'all set' }, csm, now, used),
      )
      .until(at('2026-06-01'));
    expect(world.state.onboarding).toMatchObject({ status: 'transitioned', transitionedAt: at('2026-03-19') });
    expect(world.heard()).toEqual([
      '03-19 transitioned → csm',
      '03-19 transitioned → rep',
      '03-19 transitioned → lead',
    ]);
  });
});
