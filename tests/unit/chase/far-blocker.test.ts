import { expect, it } from 'vitest';
import { blockTask } from '../../../src/domain/commands/block-task.ts';
import { setExpected } from '../../../src/domain/commands/set-expected.ts';
import type { Actor } from '../../../src/domain/model.ts';
import { at, chasing, World } from './world.ts';

const owner: Actor = { kind: 'link', id: 'it', label: 'the link sent to it' };
const missing = { taskId: 't', what: 'the contract', side: 'customer', personId: 'sponsor' } as const;

const expectedIn2031 = (): World => {
  const world = new World().until(at('2026-03-03', '09:00'));
  world.change((state, now) => blockTask(state, { ...missing, expectedOn: '2031-01-01' }, owner, now, null));
  world.heard();
  return world;
};

it('is asked after every four weeks, however far ahead it is expected, and nobody further hears of it', () => {
  const world = expectedIn2031().until(at('2026-05-01'));
  expect(chasing(world)).toEqual(['03-31 blocker → sponsor', '04-28 blocker → sponsor']);
  expect(world.planned.findLast(({ kind }) => kind === 'blocker')?.rule).toBe(
    'expected on 2031-01-01, and not spoken of for 20 business days',
  );
});

it('is left alone once its day was said anew, and asked for on that day', () => {
  const world = expectedIn2031().until(at('2026-03-30'));
  const blockerId = world.state.blockers[0]?.id ?? '';
  world.change((state, now) => setExpected(state, { blockerId, expectedOn: '2026-04-20' }, owner, now, null));
  expect(chasing(world.until(at('2026-04-20')))).toEqual(['04-20 blocker → sponsor']);
  expect(world.planned.findLast(({ kind }) => kind === 'blocker')?.rule).toBe('on the day it should be resolved');
});

it('climbs its ladder where nothing of that arrives', () => {
  const world = expectedIn2031();
  world.isMailDown = true;
  world.until(at('2026-04-10'));
  expect(world.planned.filter(({ kind }) => kind === 'blocker').length).toBeGreaterThan(1);
});
