/** The app was removed from a workspace, or its token taken back: mail goes on, and an installation anew brings it back. */
import type { SlackEventOf } from '../../contracts/slack-incoming.ts';
import { revokeInstallation } from '../../db/slack-installations.ts';
import { isAppError } from '../../errors.ts';
import type { SlackContext, SlackHandler } from './handler.ts';

export const forgetRemovedWorkspace: SlackHandler<SlackEventOf<'app_uninstalled'>> = (context, { teamId }) =>
  forgetWhereRefused(context, teamId, 'The app was removed from the workspace');

/** Tokens of single users are not ours. */
export const forgetRevokedToken: SlackHandler<SlackEventOf<'tokens_revoked'>> = async (context, { teamId, isBot }) => {
  if (isBot) await forgetWhereRefused(context, teamId, 'The app’s token was revoked');
};

/** What is told late may be about a token that was replaced since; Slack itself knows. */
async function forgetWhereRefused({ deps, port }: SlackContext, teamId: string, reason: string): Promise<void> {
  try {
    await port.identify();
  } catch (error) {
    if (!isAppError(error) || error.code !== 'slack_revoked') throw error;
    await revokeInstallation(deps.db, teamId, reason);
  }
}
