import { z } from 'zod';
import { token } from './access.ts';
import { endpoint, signedIn } from './endpoint.ts';
import { id, instant, localDate, none, nothing, taskStatus } from './values.ts';

export const myTask = z.object({
  id,
  name: z.string(),
  status: taskStatus,
  dueOn: localDate.nullable(),
  onboardingId: id,
  onboardingName: z.string(),
  isReady: z.boolean(),
  waitsFor: z.array(z.string()).describe('Open tasks that have to be done before'),
  blockerId: id.nullable().describe('The reader is asked for what the task waits for: `name`, expected on `dueOn`'),
  taskName: z.string(),
  insteadOf: z.string().nullable().describe('Who owns it and is away; the reader stands in'),
});
export const getMyTasks = endpoint({
  id: 'getMyTasks',
  method: 'get',
  path: '/my-tasks',
  tag: 'My tasks',
  summary: 'Open tasks of whoever asks, over all running onboardings, soonest first',
  access: signedIn,
  params: nothing,
  query: nothing,
  body: none,
  status: 200,
  response: z.object({
    items: z.array(myTask),
    count: z.number().int(),
    reader: z.object({ name: z.string(), email: z.string() }),
    companyName: z.string(),
    now: instant,
  }),
});
export const openMyTask = endpoint({
  id: 'openMyTask',
  method: 'post',
  path: '/my-tasks/:taskId/link',
  tag: 'My tasks',
  summary: 'A new link to the page of a task of whoever asks',
  access: signedIn,
  params: z.object({ taskId: id }),
  query: nothing,
  body: nothing,
  status: 201,
  isRepeatable: false,
  response: z.object({ token }),
});
