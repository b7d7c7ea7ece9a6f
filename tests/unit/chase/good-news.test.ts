import { describe, expect, it } from 'vitest';
import { completeTask } from '../../../src/domain/commands/complete-task.ts';
import type { Actor } from '../../../src/domain/model.ts';
import { milestone } from '../plan/fixtures.ts';
import { at, book, customerTask, monday, running, World } from './world.ts';

const actor = (id: string): Actor => ({ kind: 'person', id, label: id });

const reached = (format: 1 | 2): World => {
  const own = { milestoneId: 'loaded' };
  const state = running({
    milestones: [milestone('loaded', 'p', { name: 'Data loaded' })],
    tasks: [
      customerTask('a', own),
      customerTask('b', own),
      customerTask('ours', { ...own, side: 'team', role: 'team.csm', ownerId: 'csm' }),
      customerTask('later'),
    ],
  });
  const world = new World(state, book({ format }));
  world.at(monday);
  world.heard();
  for (const [taskId, by] of [
    ['a', 'it'],
    ['b', 'it'],
    ['ours', 'csm'],
  ] as const)
    world.change((given, now) => completeTask(given, { taskId }, actor(by), now, null), at('2026-03-03'));
  world.until(at('2026-03-05'));
  return world;
};
const news = (world: World) => world.said.filter(({ kind }) => kind === 'milestone_done');

describe('a milestone that is reached', () => {
  it('is told to the team and the customer’s lead in the day’s message, and those who did the work are thanked', () => {
    const told = news(reached(2));
    expect(told.map(({ to, message }) => `${to} ${message}`).sort()).toEqual([
      'csm digest',
      'it digest',
      'lead digest',
    ]);
    const thanked = told.filter(({ intent }) => intent.data['did'] !== undefined);
    expect(thanked.map(({ to, intent }) => [to, intent.data['did']])).toEqual([['it', 2]]);
  });

  it('is told as before by versions of before', () => {
    expect(
      news(reached(1))
        .map(({ to }) => to)
        .sort(),
    ).toEqual(['csm', 'lead']);
  });
});
