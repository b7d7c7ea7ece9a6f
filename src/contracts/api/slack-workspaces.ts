/** The Slack workspaces in which our app is, or was, installed. */
import { z } from 'zod';
import { admin, endpoint, viewer } from './endpoint.ts';
import { instant, none, nothing } from './values.ts';

export const slackWorkspace = z.object({
  /** Slack's own id of the workspace */
  teamId: z.string(),
  name: z.string(),
  /** null: by the configured token */
  installedBy: z.string().nullable(),
  installedAt: instant,
  scopes: z.array(z.string()),
  /** what our app needs and was not granted; it is to be installed again */
  missingScopes: z.array(z.string()),
  /** null: it is connected */
  disconnectedAt: instant.nullable(),
  disconnectedReason: z.string().nullable(),
  lastEventAt: instant.nullable(),
});
export const listSlackWorkspaces = endpoint({
  id: 'listSlackWorkspaces',
  method: 'get',
  path: '/slack/workspaces',
  tag: 'System',
  summary: 'Slack workspaces, who installed the app in each and what it may do there',
  access: viewer,
  params: nothing,
  query: nothing,
  body: none,
  status: 200,
  response: z.object({ items: z.array(slackWorkspace) }),
});
export const disconnectSlackWorkspace = endpoint({
  id: 'disconnectSlackWorkspace',
  method: 'post',
  path: '/slack/workspaces/:teamId/disconnect',
  tag: 'System',
  summary: 'Take our token back at Slack and forget it; messages go by mail until the app is installed again',
  access: admin,
  params: z.object({ teamId: z.string().regex(/^[\w-]{1,64}$/) }),
  query: nothing,
  body: z.strictObject({}),
  status: 204,
  response: none,
});
