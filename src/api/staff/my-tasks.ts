import type { endpoints } from '../../contracts/api/index.ts';
import { readHome } from '../../db/queries/slack-screens.ts';
import { AppError } from '../../errors.ts';
import type { Handler } from '../http/handler.ts';

const mostTasks = 200;

/** The same tasks as in the home tab of Slack. */
export const list: Handler<typeof endpoints.getMyTasks> = async ({ caller }, { db, clock }) => {
  if (caller.kind !== 'person') throw new AppError('invalid_input', { message: 'An API key has no tasks of its own' });
  const reader = { personId: caller.person.id, side: caller.person.side, seesAll: true };
  const { tasks, taskCount } = await readHome(db, reader, { now: clock.now(), tasks: mostTasks, onboardings: 0 });
  return {
    count: taskCount,
    items: tasks.map(({ type: _type, onboardingStatus: _status, waitsFor, ...task }) => ({
      ...task,
      waitsFor: waitsFor.map(({ name }) => name),
    })),
  };
};
