/** The one table of what is done about what comes in from Slack. What stands here nowhere is acknowledged and left. */
import type { SlackHandlers } from './handler.ts';

export const slackHandlers: SlackHandlers = {
  actions: {},
  modals: {},
  commands: {},
  events: {},
};
