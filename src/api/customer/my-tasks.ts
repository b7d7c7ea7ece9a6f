import type { endpoints } from '../../contracts/api/index.ts';
import { readHome } from '../../db/queries/slack-home.ts';
import { maySee } from '../../domain/permissions.ts';
import { openMyTask } from '../../usecases/task-links/open-my-task.ts';
import { personOf } from '../http/caller.ts';
import type { Handler } from '../http/handler.ts';

const mostTasks = 200;

/** The same tasks as in the home tab of Slack. */
export const list: Handler<typeof endpoints.getMyTasks> = async ({ caller }, { db, clock, companyName }) => {
  const { id: personId, side, name, email } = personOf(caller);
  const now = clock.now();
  const { tasks, taskCount } = await readHome(
    db,
    { personId, side, seesAll: false },
    { now, tasks: mostTasks, onboardings: 0 },
  );
  return {
    reader: { name, email },
    companyName,
    now: now.toISOString(),
    count: taskCount,
    items: tasks.map(({ type: _type, onboardingStatus: _status, waitsFor, ...task }) => ({
      ...task,
      waitsFor: waitsFor.filter(({ visibility }) => maySee(side, visibility)).map((before) => before.name),
    })),
  };
};

export const open: Handler<typeof endpoints.openMyTask> = async ({ caller, params }, { db, clock }) => ({
  token: await openMyTask(db, { taskId: params.taskId, personId: personOf(caller).id }, clock.now()),
});
