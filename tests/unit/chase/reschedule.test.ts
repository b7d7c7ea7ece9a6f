import { expect, it } from 'vitest';
import { blockTask } from '../../../src/domain/commands/block-task.ts';
import { completeTask } from '../../../src/domain/commands/complete-task.ts';
import { resolveBlocker } from '../../../src/domain/commands/resolve-blocker.ts';
import { skipTask } from '../../../src/domain/commands/skip-task.ts';
import type { Actor } from '../../../src/domain/model.ts';
import { moveOnScreen } from '../../../src/domain/move-reason.ts';
import { at, customerTask, running, World } from './world.ts';

const csm: Actor = { kind: 'person', id: 'csm', label: 'csm', staffRole: 'member' };

/** Five days, then two, then two; on Tuesday. */
const chain = (): World => {
  const days = (durationDays: number) => ({ from: 'dependencies', durationDays }) as const;
  const world = new World(
    running({
      tasks: [
        customerTask('a', { dueOn: '2026-03-09', isDueLocked: false, schedule: days(5) }),
        customerTask('b', {
          dueOn: '2026-03-11',
          isDueLocked: false,
          readyAt: null,
          dependsOn: ['a'],
          schedule: days(2),
        }),
        customerTask('c', {
          dueOn: '2026-03-13',
          isDueLocked: false,
          readyAt: null,
          dependsOn: ['b'],
          schedule: days(2),
        }),
      ],
    }),
  );
  world.at(at('2026-03-03'));
  return world;
};
const reasons = ({ state }: World): Record<string, string> =>
  Object.fromEntries(
    state.tasks.flatMap(({ id, dueMoved }) =>
      dueMoved ? [[id, moveOnScreen(dueMoved.reason, state.tasks, 'team')]] : [],
    ),
  );
const due = ({ state }: World): (string | null)[] => state.tasks.map(({ dueOn }) => dueOn);

it('says why a date came forward: something was done sooner, skipped, or came forward itself', () => {
  const done = chain().change((state, now) => completeTask(state, { taskId: 'a' }, csm, now, null));
  done.at(at('2026-03-03'));
  expect(due(done)).toEqual(['2026-03-09', '2026-03-05', '2026-03-09']);
  expect(reasons(done)).toEqual({
    b: '“a” was done sooner than expected',
    c: 'waits for “b”, whose date came forward',
  });
  const skipped = chain().change((state, now) => skipTask(state, { taskId: 'a', reason: 'x' }, csm, now, null));
  skipped.at(at('2026-03-03'));
  expect(reasons(skipped)['b']).toBe('“a” was skipped');
});

it('does not blame a date that came forward on something late that is done now', () => {
  const world = chain();
  world
    .change((state, now) =>
      blockTask(state, { taskId: 'a', what: 'a key', side: 'team', expectedOn: '2026-03-30' }, csm, now, null),
    )
    .at(at('2026-03-03'));
  expect(reasons(world)).toEqual({ b: 'waits for “a”, which is blocked', c: 'waits for “b”, whose date moved' });
  world.at(at('2026-03-12'));
  world
    .change((state, now) => resolveBlocker(state, { blockerId: state.blockers[0]?.id ?? '' }, csm, now, null))
    .at(at('2026-03-12'));
  expect(reasons(world)).toEqual({ b: '“a” is not blocked any more', c: 'waits for “b”, whose date came forward' });
});

it('says why a date moved back: something is late, was done late, or moved itself', () => {
  const late = chain();
  late.at(at('2026-03-11'));
  expect(reasons(late)).toEqual({ b: 'waits for “a”, which is late', c: 'waits for “b”, whose date moved' });
  const doneLate = chain().change(
    (state, now) => completeTask(state, { taskId: 'a' }, csm, now, null),
    at('2026-03-12'),
  );
  doneLate.at(at('2026-03-12'));
  expect(reasons(doneLate)['b']).toBe('“a” was done later than planned');
});
