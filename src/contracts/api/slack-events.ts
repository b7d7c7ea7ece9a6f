/** What came in from Slack and could not be done: it waits for a person. */
import { z } from 'zod';
import { endpoint, member, viewer } from './endpoint.ts';
import { id, instant, none, nothing, shortText } from './values.ts';

export const failedSlackEvent = z.object({
  id,
  /** in words: what was pressed, sent or told */
  what: z.string(),
  /** who it was, where we know them */
  person: z.string().nullable(),
  workspace: z.string().nullable(),
  reason: z.string(),
  payload: z.json(),
  attempts: z.number().int(),
  receivedAt: instant,
  /** what could not be read at all stays unread */
  canReplay: z.boolean(),
});
const byEvent = z.object({ slackEventId: id });
export const getFailedSlackEvent = endpoint({
  id: 'getFailedSlackEvent',
  method: 'get',
  path: '/slack-events/:slackEventId',
  tag: 'Work queue',
  summary: 'One event from Slack that could not be handled',
  access: viewer,
  params: byEvent,
  query: nothing,
  body: none,
  status: 200,
  response: failedSlackEvent,
});
export const replaySlackEvent = endpoint({
  id: 'replaySlackEvent',
  method: 'post',
  path: '/slack-events/:slackEventId/replay',
  tag: 'Work queue',
  summary: 'Handle an event from Slack again, as whoever caused it and by what they may now',
  access: member,
  params: byEvent,
  query: nothing,
  body: none,
  status: 204,
  response: none,
});
export const dismissSlackEvent = endpoint({
  id: 'dismissSlackEvent',
  method: 'post',
  path: '/slack-events/:slackEventId/dismiss',
  tag: 'Work queue',
  summary: 'Close an event from Slack with a reason',
  access: member,
  params: byEvent,
  query: nothing,
  body: z.strictObject({ reason: shortText }),
  status: 204,
  response: none,
});
