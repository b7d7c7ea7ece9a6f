/** What an administrator may do with a CRM connection. */
import { z } from 'zod';
import { admin, endpoint } from './endpoint.ts';
import { id, none, nothing, shortText } from './values.ts';

const byId = z.object({ connectionId: id });

export const resumeConnection = endpoint({
  id: 'resumeConnection',
  method: 'post',
  path: '/crm/connections/:connectionId/resume',
  tag: 'CRM sync',
  summary: 'Go on after a pause, or after access was restored',
  access: admin,
  params: byId,
  query: nothing,
  body: nothing,
  status: 204,
  response: none,
});
export const pauseConnection = endpoint({
  id: 'pauseConnection',
  method: 'post',
  path: '/crm/connections/:connectionId/pause',
  tag: 'CRM sync',
  summary: 'Stop reading and writing; events and values wait, none is lost',
  access: admin,
  params: byId,
  query: nothing,
  body: z.strictObject({ reason: shortText }),
  status: 204,
  response: none,
});
export const setConnectionMode = endpoint({
  id: 'setConnectionMode',
  method: 'put',
  path: '/crm/connections/:connectionId/mode',
  tag: 'CRM sync',
  summary: 'live writes; dry_run says in the ledger what would be written, and keeps it until the connection is live',
  access: admin,
  params: byId,
  query: nothing,
  body: z.strictObject({ mode: z.enum(['live', 'dry_run']) }),
  status: 204,
  response: none,
});
