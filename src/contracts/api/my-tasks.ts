import { z } from 'zod';
import { endpoint, viewer } from './endpoint.ts';
import { id, localDate, none, nothing, taskStatus } from './values.ts';

export const myTask = z.object({
  id,
  name: z.string(),
  status: taskStatus,
  dueOn: localDate.nullable(),
  onboardingId: id,
  onboardingName: z.string(),
  isReady: z.boolean(),
  waitsFor: z.array(z.string()).describe('Open tasks that have to be done before'),
});
export const getMyTasks = endpoint({
  id: 'getMyTasks',
  method: 'get',
  path: '/my-tasks',
  tag: 'Work queue',
  summary: 'Open tasks of whoever asks, over all running onboardings, soonest first',
  access: viewer,
  params: nothing,
  query: nothing,
  body: none,
  status: 200,
  response: z.object({ items: z.array(myTask), count: z.number().int() }),
});
