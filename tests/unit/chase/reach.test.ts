import { describe, expect, it } from 'vitest';
import type { Person } from '../../../src/domain/model.ts';
import { at, customerTask, monday, people, running, World } from './world.ts';

const nothingAboutTasks = ['task_ready', 'reminder', 'due', 'overdue', 'blocker'];
const slack = {
  channel: 'slack',
  address: 'T1:U1',
  unwanted: [],
  unreachableSince: null,
  unreachableReason: null,
} as const;
const withIt = (change: Partial<Person>): Person[] =>
  people.map((one) => (one.id === 'it' ? { ...one, ...change } : one));
const reported = (world: World): string[] =>
  world.said
    .filter(({ kind }) => kind === 'bounce_notice')
    .map(({ to, intent }) => `${to}: ${String(intent.data['name'])}`);

describe('somebody who wants no mail about tasks', () => {
  it('is asked in Slack, and nobody is told about it', () => {
    const world = new World(
      running({ people: withIt({ unsubscribed: nothingAboutTasks, channels: [{ ...slack, unwanted: [] }] }) }),
    ).until(at('2026-03-11'));
    expect(world.said.filter(({ taskId }) => taskId === 't').map(({ to }) => to)).toContain('it');
    expect(reported(world)).toEqual([]);
  });

  it('and nothing in Slack either is passed over, and the CSM told once', () => {
    const channels = [{ ...slack, unwanted: nothingAboutTasks }];
    const world = new World(running({ people: withIt({ unsubscribed: nothingAboutTasks, channels }) }));
    world.until(at('2026-03-11'));
    expect(world.said.filter(({ to, kind }) => to === 'it' && nothingAboutTasks.includes(kind))).toEqual([]);
    expect(reported(world)).toEqual(['csm: it']);
  });

  it('is reported where only a blocker is theirs', () => {
    const world = new World(
      running({
        people: withIt({ unsubscribed: nothingAboutTasks }),
        tasks: [customerTask('t', { ownerId: 'lead', role: 'customer.lead', status: 'blocked' })],
        blockers: [
          {
            id: 'b',
            onboardingId: 'o',
            taskId: 't',
            milestoneId: null,
            what: 'firewall',
            side: 'customer',
            personId: 'it',
            expectedOn: null,
            openedAt: monday,
            openedById: null,
            resolvedAt: null,
            resolvedById: null,
            resolution: null,
            chase: {},
          },
        ],
      }),
    ).until(at('2026-03-11'));
    expect(reported(world)).toEqual(['csm: it']);
  });
});
