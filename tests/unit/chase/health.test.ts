import { describe, expect, it } from 'vitest';
import { advance } from '../../../src/domain/advance.ts';
import { forecastNews } from '../../../src/domain/advance/health-step.ts';
import { Pass } from '../../../src/domain/advance/pass.ts';
import { blockTask } from '../../../src/domain/commands/block-task.ts';
import { unblockTask } from '../../../src/domain/commands/resolve-blocker.ts';
import { effectiveHealth, measureHealth, statusOf } from '../../../src/domain/health.ts';
import { addDays } from '../../../src/domain/local-date.ts';
import type { Actor, Blocker, OnboardingState, Task } from '../../../src/domain/model.ts';
import { milestone } from '../plan/fixtures.ts';
import { at, book, customerTask, members, monday, running, World } from './world.ts';

const csm: Actor = { kind: 'person', id: 'csm', label: 'csm', staffRole: 'member' };
const calendar = { country: null };
const measure = (state: OnboardingState, today: string, now = at(today)) =>
  measureHealth({ state, now, today, calendar });
const points = (state: OnboardingState, today: string): Record<string, number> =>
  Object.fromEntries(measure(state, today).reasons.map(({ factor, points: taken }) => [factor, taken]));
const blocker = (openedAt: string, over: Partial<Blocker> = {}): Blocker => ({
  id: openedAt,
  onboardingId: 'o',
  taskId: 't',
  milestoneId: null,
  what: 'a key',
  side: 'customer',
  personId: null,
  expectedOn: null,
  openedAt,
  openedById: null,
  resolvedAt: null,
  resolvedById: null,
  resolution: null,
  chase: {},
  ...over,
});

it('is 100 while nothing speaks against it', () => {
  expect(measure(running(), '2026-03-03')).toEqual({ score: 100, status: 'on_track', reasons: [] });
});

it('turns at 75 and 45', () => {
  expect([100, 75, 74, 45, 44, 0].map(statusOf)).toEqual([
    'on_track',
    'on_track',
    'at_risk',
    'at_risk',
    'blocked',
    'blocked',
  ]);
});

describe('each factor', () => {
  it('overdue: by share and by how late, from the end of the owner’s working day', () => {
    const plan = running({
      tasks: ['a', 'b', 'c', 'd'].map((id, index) =>
        customerTask(id, { dueOn: index < 2 ? '2026-03-03' : '2026-03-20' }),
      ),
    });
    expect(points(plan, '2026-03-03')).toEqual({});
    // two of four, a day late: 30 × ½ × (½ + ½ × 1/5)
    expect(points(plan, '2026-03-04')).toEqual({ overdue_customer: 9 });
    // five days late is as bad as it gets
    expect(points(plan, '2026-03-10')).toMatchObject({ overdue_customer: 15 });
    expect(measure(plan, '2026-03-04').reasons[0]).toMatchObject({
      fact: '2 of 4 open customer tasks are overdue, by 1 business day on average',
      taskIds: ['a', 'b'],
    });
    expect(measure(plan, '2026-03-03', at('2026-03-03', '21:00')).reasons[0]).toMatchObject({
      fact: '2 of 4 open customer tasks are overdue',
    });
    const ours = { ...plan, tasks: plan.tasks.map((task) => ({ ...task, side: 'team' as const })) };
    expect(points(ours, '2026-03-04')).toEqual({ overdue_team: 8 });
  });

  it('blocked days: 3 a day of the oldest, 2 for each further one', () => {
    const plan = running({
      blockers: [blocker(monday), blocker(at('2026-03-04')), blocker(monday, { resolvedAt: monday })],
    });
    expect(points(plan, '2026-03-05')).toEqual({ blocked_days: 11 });
    expect(points(plan, '2026-03-30')).toMatchObject({ blocked_days: 25 });
    const fresh = running({ blockers: [blocker(monday), blocker(monday)] });
    expect(measure(fresh, '2026-03-02').reasons[0]?.fact).toBe('2 open blockers, all since today');
  });

  it('response time: the median of the last finished customer tasks against plan', () => {
    const done = (id: string, doneAt: string) =>
      customerTask(id, { status: 'done', doneAt: at(doneAt), schedule: { from: 'dependencies', durationDays: 2 } });
    const plan = running({ tasks: [done('a', '2026-03-04'), done('b', '2026-03-05'), done('c', '2026-03-06')] });
    expect(points(plan, '2026-03-06')).toEqual({ response_time: 5 });
  });

  it('slack eaten: the plan’s go-live behind the promised one', () => {
    const plan = running({ milestones: [milestone('live', 'p', { isGoLive: true, targetOn: '2026-03-26' })] });
    plan.onboarding.promisedGoLiveOn = '2026-03-23';
    expect(points(plan, '2026-03-03')).toEqual({ slack_eaten: 6 });
  });

  it('engagement: a customer who has something to do and has done nothing for more than a week', () => {
    const plan = running({ tasks: [customerTask('a', { dueOn: '2026-05-04' })] });
    expect(points(plan, '2026-03-09')).toEqual({});
    expect(points(plan, '2026-03-11')).toEqual({ engagement: 4 });
    expect(
      points(
        { ...plan, tasks: [...plan.tasks, customerTask('b', { status: 'done', doneAt: at('2026-03-10') })] },
        '2026-03-11',
      ),
    ).not.toHaveProperty('engagement');
  });
});

it('is blocked while a task on the critical path is, whatever the score', () => {
  const plan = running({ tasks: [customerTask('t', { status: 'blocked' })], blockers: [blocker(monday)] });
  plan.onboarding.forecast = { p50: '2026-03-20', p80: '2026-03-23', criticalTaskIds: ['t'], basis: '' };
  const fact = 'A task on the critical path cannot go on';
  expect(measure(plan, '2026-03-02')).toEqual({
    score: 100,
    status: 'blocked',
    reasons: [{ factor: 'blocked_days', points: 0, fact, taskIds: ['t'] }],
  });
  const next = measure(plan, '2026-03-03');
  expect(next).toMatchObject({ score: 97, status: 'blocked', reasons: [{ factor: 'blocked_days', points: 3 }] });
  expect(next.reasons[0]?.fact).toBe(`${fact}: 1 open blocker, the oldest for 1 business day`);
});

it('says first what blocks it, whatever else takes more points off', () => {
  const late = customerTask('late', { dueOn: '2026-02-02' });
  const plan = running({ tasks: [late, customerTask('t', { status: 'blocked' })], blockers: [blocker(monday)] });
  plan.onboarding.forecast = { p50: '2026-03-20', p80: '2026-03-23', criticalTaskIds: ['t'], basis: '' };
  const factors = measure(plan, '2026-03-03').reasons.map(({ factor }) => factor);
  expect(factors[0]).toBe('blocked_days');
  expect(factors).toContain('overdue_customer');
});

it('is at risk at best once the day of go-live has passed, with the reason beside it', () => {
  const plan = running({ milestones: [milestone('live', 'p', { isGoLive: true, targetOn: '2026-03-05' })] });
  plan.onboarding.promisedGoLiveOn = '2026-03-05';
  expect(measure(plan, '2026-03-05')).toEqual({ score: 100, status: 'on_track', reasons: [] });
  const late = measure(plan, '2026-03-06');
  expect(late).toMatchObject({ score: 98, status: 'at_risk', reasons: [{ factor: 'slack_eaten' }] });
  expect(late.reasons[0]?.fact).toBe(
    'By its open tasks the plan goes live on 2026-03-06, 1 business day after 2026-03-05',
  );
  plan.onboarding.liveAt = at('2026-03-05');
  expect(measure(plan, '2026-03-09')).toEqual({ score: 100, status: 'on_track', reasons: [] });
  const asked = running({ tasks: [customerTask('t', { dueOn: '2026-05-04' })] });
  asked.onboarding.promisedGoLiveOn = '2026-03-05';
  const world = new World(asked).until(at('2026-03-07'));
  expect(world.state.onboarding.healthStatus).toBe('at_risk');
});

it('is what a person says until that date, with the facts beside it', () => {
  const plan = running({ blockers: [blocker(monday)] });
  plan.onboarding.healthOverride = {
    status: 'at_risk',
    score: 60,
    reason: 'a feeling',
    byId: 'csm',
    until: '2026-03-04',
  };
  const effective = (today: string) => effectiveHealth({ state: plan, now: at(today), today, calendar });
  expect(effective('2026-03-04')).toMatchObject({
    score: 60,
    status: 'at_risk',
    reasons: [{ factor: 'blocked_days', points: 6 }],
  });
  expect(effective('2026-03-05')).toMatchObject({ score: 91, status: 'on_track' });
  const world = new World(plan).until(at('2026-03-06'));
  expect(world.state.onboarding).toMatchObject({ healthOverride: null, healthStatus: 'on_track' });
});

it('reaches the CSM once when it turns for the worse, and when P80 passes the promised date', () => {
  const plan = running({
    milestones: [milestone('live', 'p', { isGoLive: true })],
    tasks: ['a', 'b', 'c'].map((id) => customerTask(id, { dueOn: '2026-03-04', milestoneId: 'live' })),
  });
  plan.onboarding.promisedGoLiveOn = '2026-03-06';
  const told = new World(plan, book())
    .until(at('2026-03-20'))
    .said.filter(({ kind }) => kind === 'health_turned' || kind === 'forecast_slipped');
  expect(told.map(({ kind, to }) => `${kind} → ${to}`)).toEqual([
    'forecast_slipped → csm',
    'health_turned → csm',
    'health_turned → csm',
  ]);
  expect(told.slice(1).map(({ intent }) => intent.data['to'])).toEqual(['at_risk', 'blocked']);
});

describe('a turn for the worse', () => {
  const stuck = (change: Partial<OnboardingState> = {}): World => {
    const plan = running({
      ...change,
      milestones: [milestone('live', 'p', { isGoLive: true })],
      tasks: [customerTask('t', { milestoneId: 'live' })],
    });
    return new World(plan).until(at('2026-03-03', '18:00'));
  };
  const block = (world: World, now: string) =>
    world
      .change((state, when) => blockTask(state, { taskId: 't', what: 'a key', side: 'team' }, csm, when, null), now)
      .at(now);
  const unblock = (world: World, now: string) =>
    world.change((state, when) => unblockTask(state, { taskId: 't' }, csm, when, null), now).at(now);
  const turns = (world: World): string[] => world.heard().filter((line) => line.includes('health_turned'));

  it('that was over before anybody was told is not told', () => {
    const world = stuck();
    block(world, at('2026-03-03', '19:00'));
    expect(world.state.onboarding.healthStatus).toBe('blocked');
    unblock(world, at('2026-03-03', '20:00'));
    world.until(at('2026-03-04'));
    expect(turns(world)).toEqual([]);
  });

  it('that was over before anybody could be told is not told to whoever is named', () => {
    const world = stuck({ members: members.filter(({ role }) => role.startsWith('customer')) });
    block(world, at('2026-03-03', '19:00'));
    expect(world.state.onboarding.healthStatus).toBe('blocked');
    unblock(world, at('2026-03-04', '19:00'));
    world.change((state) => ({ state: { ...state, members } })).until(at('2026-03-06'));
    expect(turns(world)).toEqual([]);
  });

  it('is told when it comes again, and once where it was told lately', () => {
    const world = stuck();
    block(world, at('2026-03-03', '19:00'));
    unblock(world, at('2026-03-03', '20:00'));
    block(world, at('2026-03-03', '21:00'));
    world.until(at('2026-03-04'));
    expect(turns(world)).toEqual(['03-04 health_turned → csm']);
    unblock(world, at('2026-03-04', '19:00'));
    block(world, at('2026-03-04', '20:00'));
    world.until(at('2026-03-06'));
    expect(turns(world)).toEqual([]);
  });
});

it('notices on the day itself when P80 passes the promised date by time alone', () => {
  const plan = running({
    milestones: [milestone('live', 'p', { isGoLive: true })],
    tasks: [
      customerTask('t', {
        side: 'team',
        role: 'team.csm',
        ownerId: 'csm',
        milestoneId: 'live',
        isDueLocked: false,
        schedule: { from: 'dependencies', durationDays: 40 },
      }),
    ],
  });
  const p80On = (day: string): string =>
    advance(plan, { now: at(day, '00:00'), playbook: book(), publicUrl: '' }).state.onboarding.forecast?.p80 ?? '';
  plan.onboarding.promisedGoLiveOn = p80On('2026-03-02');
  const days = Array.from({ length: 60 }, (_, index) => addDays('2026-03-02', index));
  const passes = days.find((day) => p80On(day) > (plan.onboarding.promisedGoLiveOn ?? '')) ?? '';
  expect(passes > '2026-03-09').toBe(true);
  const due = advance(plan, { now: monday, playbook: book(), publicUrl: '' }).state.tasks[0]?.dueOn ?? '';
  expect(passes < due).toBe(true);

  const world = new World(plan).until(at(due));
  const noticed = world.planned.find(({ kind }) => kind === 'forecast_slipped');
  expect(noticed?.notBefore.slice(0, 10)).toBe(addDays(passes, -1));
});

describe('a forecast beyond the promised date', () => {
  const told = (p80s: readonly string[], change: Partial<Task> = {}): unknown[] => {
    let plan = running({ tasks: [customerTask('t', change)] });
    plan.onboarding.promisedGoLiveOn = '2026-03-20';
    return p80s.flatMap((p80, index) => {
      plan.onboarding.forecast = { p50: '2026-03-13', p80, criticalTaskIds: ['t'], basis: '' };
      const now = at('2026-03-11', `1${index}:00`);
      const pass = new Pass(plan, { now, playbook: book(), publicUrl: '' });
      forecastNews(pass);
      plan = pass.state;
      return pass.intents.map(({ data }) => data['reason']);
    });
  };

  it('is told once while it moves to and fro by a day, and again after it was well within', () => {
    expect(told(['2026-03-23', '2026-03-20', '2026-03-23', '2026-03-19', '2026-03-24'])).toHaveLength(1);
    expect(told(['2026-03-23', '2026-03-18', '2026-03-23'])).toHaveLength(2);
  });

  it('is told with what delays it', () => {
    expect(told(['2026-03-23'])).toEqual(['“t” is late']);
    expect(told(['2026-03-23'], { dueOn: '2026-03-19' })).toEqual([
      'The plan leaves too little time for what takes longer than planned',
    ]);
  });
});

it('tells of health, a forecast and a problem whoever is named later, where nobody could be told', () => {
  const plan = running({
    members: members.filter(({ role }) => role.startsWith('customer')),
    milestones: [milestone('live', 'p', { isGoLive: true })],
    tasks: [customerTask('t', { milestoneId: 'live' })],
  });
  plan.onboarding.promisedGoLiveOn = '2026-03-03';
  plan.onboarding.problems = [{ code: 'csm_unknown', message: 'Nobody looks after it', fixBy: 'name a CSM' }];
  const news = (world: World): string[] =>
    world
      .heard()
      .filter((line) => /forecast_slipped|problem|health_turned/.test(line))
      .map((line) => line.slice('03-02 '.length));
  const world = new World(plan).until(at('2026-03-04'));
  expect(news(world)).toEqual([]);
  world.change((state) => ({ state: { ...state, members } })).until(at('2026-03-06'));
  expect(news(world).toSorted()).toEqual(['forecast_slipped → csm', 'health_turned → csm', 'problem → csm']);
  expect(world.planned.find(({ kind }) => kind === 'health_turned')).toMatchObject({
    rule: 'health turned from on track to at risk',
    data: { to: 'at_risk', reasons: [expect.any(String)] },
  });
  expect(news(world.until(at('2026-03-10')))).toEqual([]);
});
