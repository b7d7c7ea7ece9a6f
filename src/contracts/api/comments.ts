/** What customers and partners wrote, which our people read and answer. */
import { z } from 'zod';
import { endpoint, member, viewer } from './endpoint.ts';
import { id, instant, longText, none, nothing } from './values.ts';

const byComment = z.object({ commentId: id });

export const commentDetail = z.object({
  id,
  onboardingId: id,
  onboardingName: z.string(),
  taskId: id.nullable(),
  taskName: z.string().nullable(),
  author: z.string(),
  via: z.string(),
  body: z.string(),
  createdAt: instant,
  isWaiting: z.boolean().describe('Nobody has read or answered it'),
  readBy: z.string().nullable(),
});
export const getComment = endpoint({
  id: 'getComment',
  method: 'get',
  path: '/comments/:commentId',
  tag: 'Work queue',
  summary: 'One comment, and whether it waits to be read',
  access: viewer,
  params: byComment,
  query: nothing,
  body: none,
  status: 200,
  response: commentDetail,
});
export const answerComment = endpoint({
  id: 'answerComment',
  method: 'post',
  path: '/comments/:commentId/answer',
  tag: 'Work queue',
  summary: 'Answer what somebody wrote: beside it, and by message to them',
  access: member,
  params: byComment,
  query: nothing,
  body: z.strictObject({ body: longText }),
  status: 204,
  response: none,
});
export const readComment = endpoint({
  id: 'readComment',
  method: 'post',
  path: '/comments/:commentId/read',
  tag: 'Work queue',
  summary: 'Say that a comment is read and needs no answer',
  access: member,
  params: byComment,
  query: nothing,
  body: none,
  status: 204,
  response: none,
});
