import type { SlackPress } from '../../../contracts/slack-incoming.ts';
import type { SlackHandler } from '../handler.ts';
import { readTaskId, runPress } from './task-modal.ts';

export const completeTask: SlackHandler<SlackPress> = (context, press) =>
  runPress(context, press, { taskId: readTaskId(press), press: 'done', command: { name: 'complete', input: {} } });
