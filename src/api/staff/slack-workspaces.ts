import type { endpoints } from '../../contracts/api/index.ts';
import { listWorkspaces } from '../../db/queries/list-slack-workspaces.ts';
import { AppError } from '../../errors.ts';
import { actorOf } from '../http/caller.ts';
import type { Handler } from '../http/handler.ts';

export const list: Handler<typeof endpoints.listSlackWorkspaces> = async (_call, { db, slack }) => ({
  items: (await listWorkspaces(db)).map((workspace) => ({
    ...workspace,
    missingScopes: (slack?.neededScopes ?? []).filter((scope) => !workspace.scopes.includes(scope)),
  })),
});

export const disconnect: Handler<typeof endpoints.disconnectSlackWorkspace> = async ({ params, caller }, deps) => {
  if (!deps.slack) throw new AppError('integration_off', { message: 'Slack is off here' });
  await deps.slack.disconnect(params.teamId, actorOf(caller).label);
};
