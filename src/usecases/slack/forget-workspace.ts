/** The app was removed from a workspace, or its token taken back: mail goes on, and an installation anew brings it back. */
import type { SlackEventOf } from '../../contracts/slack-incoming.ts';
import { revokeInstallation } from '../../db/slack-installations.ts';
import type { SlackHandler } from './handler.ts';

export const forgetRemovedWorkspace: SlackHandler<SlackEventOf<'app_uninstalled'>> = ({ deps }, { teamId }) =>
  revokeInstallation(deps.db, teamId, 'The app was removed from the workspace');

/** Tokens of single users are not ours. */
export const forgetRevokedToken: SlackHandler<SlackEventOf<'tokens_revoked'>> = async ({ deps }, { teamId, isBot }) => {
  if (isBot) await revokeInstallation(deps.db, teamId, 'The app’s token was revoked');
};
