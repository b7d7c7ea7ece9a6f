/** A message that was lost, or withheld because its reader had just left, must not be the last about a task. */
import { expect, it } from 'vitest';
import { defaultLadders } from '../../../src/domain/chase/default-ladders.ts';
import { blockTask } from '../../../src/domain/commands/block-task.ts';
import type { Actor } from '../../../src/domain/model.ts';
import { at, book, chasing, customerTask, running, without, World } from './world.ts';

const csm: Actor = { kind: 'person', id: 'csm', label: 'csm', staffRole: 'member' };

/** Handed on late, after the last rung that asks, with its only message lost or withheld. */
const handedOnLate = (over: Parameters<typeof customerTask>[1] = {}): World =>
  new World(
    running({ tasks: [customerTask('t', { readyAt: at('2026-03-12', '08:00'), dueOn: '2026-03-10', ...over })] }),
  );

it('asks again on the next business day where no rung is left, once a day, until a message arrives', () => {
  const world = handedOnLate();
  world.now = at('2026-03-12');
  world.isMailDown = true;
  world.until(at('2026-03-16', '15:00'));
  const asks = world.planned.filter(({ taskId }) => taskId === 't');
  expect(asks.map(({ kind, notBefore }) => [kind, notBefore])).toEqual([
    ['task_ready', at('2026-03-12')],
    ['overdue', at('2026-03-12', '23:00')],
    ['overdue', at('2026-03-15', '23:00')],
  ]);
  world.isMailDown = false;
  world.until(at('2026-03-19', '15:00'));
  expect(chasing(world)).toEqual(['03-17 overdue → it', '03-17 hold_notice → csm', '03-18 escalation → lead']);
});

it('asks whoever was away when they were to hear of it, once they are back', () => {
  const world = handedOnLate({ readyAt: at('2026-03-12', '18:00') });
  world.state.people = without('it', { absentFrom: '2026-03-13', absentUntil: '2026-03-27' });
  world.now = at('2026-03-12', '18:00');
  world.until(at('2026-04-02'));
  expect(chasing(world).slice(-2)).toEqual(['03-30 overdue → it', '04-01 escalation → boss']);
});

it('asks again by a rung that is left, told before or not, whatever the caps say', () => {
  const rungs = defaultLadders(new Set())['default']?.rungs ?? [];
  const capped = book({ ladders: { default: { urgent: false, rungs, caps: { perTask: 1 } } } });
  const world = new World(running({ tasks: [customerTask('t', { readyAt: at('2026-03-05') })] }), capped);
  world.now = at('2026-03-05');
  world.isMailDown = true;
  world.until(at('2026-03-10', '15:00'));
  expect(world.planned.filter(({ taskId }) => taskId === 't').map(({ kind }) => kind)).toEqual([
    'task_ready',
    'due',
    'overdue',
  ]);
  world.isMailDown = false;
  world.until(at('2026-03-11', '15:00'));
  expect(chasing(world)).toEqual(['03-11 overdue → it', '03-11 hold_notice → csm']);
});

it('asks again for a blocker too', () => {
  const world = new World();
  world.change((state, now) =>
    blockTask(state, { taskId: 't', what: 'a VPN', side: 'customer', expectedOn: '2026-03-05' }, csm, now, null),
  );
  world.isMailDown = true;
  world.until(at('2026-03-06', '15:00'));
  world.isMailDown = false;
  world.until(at('2026-03-10', '15:00'));
  expect(chasing(world)).toEqual(['03-09 blocker → lead', '03-09 hold_notice → csm', '03-10 escalation → sponsor']);
});
