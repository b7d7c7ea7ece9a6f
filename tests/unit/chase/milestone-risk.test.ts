import { describe, expect, it } from 'vitest';
import { completeTask } from '../../../src/domain/commands/complete-task.ts';
import { skipTask } from '../../../src/domain/commands/skip-task.ts';
import { laterMilestones, riskInWords } from '../../../src/domain/milestone-risk.ts';
import type { Actor, OnboardingState } from '../../../src/domain/model.ts';
import { pacesOf } from '../../../src/domain/pace.ts';
import { milestone } from '../plan/fixtures.ts';
import { at, customerTask, members, monday, running, World } from './world.ts';

const csm: Actor = { kind: 'person', id: 'csm', label: 'csm', staffRole: 'manager' };
const done = (id: string, planned: number, doneOn: string) =>
  customerTask(id, {
    status: 'done',
    doneAt: at(doneOn),
    dueOn: doneOn,
    isDueLocked: false,
    schedule: { from: 'dependencies', durationDays: planned },
  });
const open = (id: string, planned: number, over: Parameters<typeof customerTask>[1] = {}) =>
  customerTask(id, {
    milestoneId: 'loaded',
    isDueLocked: false,
    schedule: { from: 'dependencies', durationDays: planned },
    dueOn: null,
    ...over,
  });
/** Two customer tasks that took twice as long as planned, and one of ten days that begins after them. */
const slow = (over: Partial<OnboardingState> = {}): OnboardingState =>
  running({
    milestones: [milestone('loaded', 'p', { name: 'Data loaded' })],
    tasks: [
      done('a', 5, '2026-03-16'),
      done('b', 5, '2026-03-16'),
      open('load', 10, { readyAt: at('2026-03-16'), dependsOn: ['a', 'b'] }),
    ],
    ...over,
  });
const now = at('2026-03-16', '09:00');
const dated = (state: OnboardingState, targetOn: string): OnboardingState => ({
  ...state,
  milestones: state.milestones.map((one) => ({ ...one, targetOn })),
});
const risks = (state: OnboardingState) => laterMilestones(state, { now, playbook: null });
const told = (world: World): string[] => world.heard().filter((line) => line.includes('milestone_at_risk'));

describe('the pace of a side', () => {
  it('is what its tasks took against plan, with five days at the planned pace before anything is known', () => {
    const paces = pacesOf(slow(), '2026-03-16', { country: null });
    // (10 + 10 + 5) ÷ (5 + 5 + 5)
    expect(paces.get('customer')).toEqual({ ratio: 25 / 15, count: 2 });
    expect(paces.get('team')).toBeUndefined();
  });

  it('counts what is open for longer than planned, and neither what was blocked nor a single task', () => {
    const late = running({ tasks: [done('a', 5, '2026-03-09'), open('b', 5)] });
    expect(pacesOf(late, '2026-03-09', { country: null }).size).toBe(0);
    expect(pacesOf(late, '2026-03-23', { country: null }).get('customer')?.ratio).toBe(25 / 15);
    const blocked = running({ tasks: [done('a', 5, '2026-03-09'), open('b', 5, { status: 'blocked' })] });
    expect(pacesOf(blocked, '2026-03-23', { country: null }).size).toBe(0);
  });
});

describe('a milestone', () => {
  it('is at risk where the plan at the pace so far ends two business days after its date, with the reason', () => {
    // ten planned days at 1.67 are 17 from Monday 16 March: Wednesday 8 April; planned was Monday 30 March
    const [risk] = risks(dated(slow(), '2026-03-30'));
    expect(risk).toMatchObject({ milestoneId: 'loaded', agreedOn: '2026-03-30', expectedOn: '2026-04-08', days: 7 });
    expect(risk && riskInWords(risk)).toBe(
      'Customer tasks take 1.7 times as long as planned (2 so far); so it is reached on 2026-04-08, 7 business days after 2026-03-30',
    );
  });

  it('is none where nobody is slow, its phase has not begun, or a locked date leaves the time', () => {
    const punctual = slow({
      tasks: [
        done('a', 10, '2026-03-16'),
        done('b', 10, '2026-03-16'),
        open('load', 10, { readyAt: at('2026-03-16') }),
      ],
    });
    expect(risks(dated(punctual, '2026-03-30'))).toEqual([]);
    const later = slow();
    const waiting = { ...later, phases: later.phases.map((one) => ({ ...one, status: 'not_started' as const })) };
    expect(risks(dated(waiting, '2026-03-30'))).toEqual([]);
    const locked = slow({
      tasks: [
        done('a', 5, '2026-03-16'),
        done('b', 5, '2026-03-16'),
        open('load', 10, { readyAt: at('2026-03-16'), isDueLocked: true, dueOn: '2026-04-20' }),
      ],
    });
    expect(risks(dated(locked, '2026-04-20'))).toEqual([]);
  });
});

describe('a plan that has moved by late work', () => {
  const moved = (chase: Record<string, string> = {}): OnboardingState => {
    const state = running({
      milestones: [milestone('loaded', 'p', { baselineOn: '2026-03-12', targetOn: '2026-03-17' })],
      tasks: [
        open('load', 2, {
          dueOn: '2026-03-17',
          dueMoved: { from: '2026-03-12', reason: 'waits for “Send the data”, which is late', at: now },
        }),
      ],
    });
    return { ...state, onboarding: { ...state.onboarding, chase } };
  };

  it('is at risk against the published date, with what moved it', () => {
    const [risk] = risks(moved());
    expect(risk).toMatchObject({ agreedOn: '2026-03-12', expectedOn: '2026-03-17', days: 3 });
    expect(risk?.reason).toMatch(/^“.*” waits for “Send the data”, which is late$/);
  });

  it('is none where a hold has moved it', () => {
    expect(risks(moved({ was_held: now }))).toEqual([]);
  });
});

describe('the CSM', () => {
  /** Both are done late on the 16th, as people would do it. */
  const turned = (over: Partial<OnboardingState> = {}): World => {
    const world = new World(
      running({
        milestones: [milestone('loaded', 'p', { name: 'Data loaded' })],
        tasks: [
          open('a', 5, { milestoneId: null }),
          open('b', 5, { milestoneId: null }),
          open('load', 10, { readyAt: null, dependsOn: ['a', 'b'] }),
        ],
        ...over,
      }),
    );
    world.at(monday);
    world.until(at('2026-03-16'));
    for (const taskId of ['a', 'b']) world.change((state, when) => completeTask(state, { taskId }, csm, when, null));
    return world;
  };

  it('hears of it once, before it is late, with the story beside it', () => {
    const world = turned().until(at('2026-03-27'));
    expect(told(world)).toHaveLength(1);
    const kinds = world.decisions.flatMap(({ activity }) => activity);
    const [story, ...more] = kinds.filter(({ kind }) => kind === 'milestone_at_risk');
    expect(more).toEqual([]);
    expect(story).toMatchObject({ subjectId: 'loaded', data: { name: 'Data loaded' } });
    expect(String(story?.data['reason'])).toMatch(/^Customer tasks take 1\.\d times as long as planned/);
    const { targetOn } = world.state.milestones[0]!;
    expect(world.now.slice(0, 10) < targetOn!).toBe(true);
  });

  it('hears of it as soon as there is one, where nobody could be told, and the story tells it once', () => {
    const world = turned({ members: members.filter(({ role }) => role.startsWith('customer')) }).until(
      at('2026-03-20'),
    );
    expect(told(world)).toEqual([]);
    world.change((state) => ({ state: { ...state, members } })).until(at('2026-03-24'));
    expect(told(world)).toHaveLength(1);
    const story = world.decisions
      .flatMap(({ activity }) => activity)
      .filter(({ kind }) => kind === 'milestone_at_risk');
    expect(story).toHaveLength(1);
  });

  it('hears of it again only after it was on course', () => {
    const world = turned().until(at('2026-03-18'));
    expect(told(world)).toHaveLength(1);
    world.change((state, when) => skipTask(state, { taskId: 'load', reason: 'not needed' }, csm, when, null));
    world.until(at('2026-03-19'));
    expect(world.state.onboarding.chase['risk:loaded']).toBeUndefined();
    expect(told(world.until(at('2026-03-25')))).toEqual([]);
  });
});
