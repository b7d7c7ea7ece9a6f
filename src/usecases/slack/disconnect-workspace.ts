/** An administrator takes our app out of a workspace: the token is taken back at Slack first, then forgotten here. */
import type { SlackWorkspaces } from '../../../integrations/ports-slack.ts';
import type { Database } from '../../db/database.ts';
import { forgetInstallation } from '../../db/slack-installations.ts';
import { AppError, isAppError } from '../../errors.ts';

/** While Slack is away nothing is forgotten: a token that nobody knows could not be taken back any more. */
export async function disconnectWorkspace(
  { db, slack }: { db: Database; slack: SlackWorkspaces },
  { teamId, by }: { teamId: string; by: string },
): Promise<void> {
  const port = await slack.forTeam(teamId);
  try {
    await port?.revoke();
  } catch (error) {
    // it is taken back already
    if (!isAppError(error) || error.code !== 'slack_revoked') throw error;
  }
  if (!(await forgetInstallation(db, teamId, `Disconnected by ${by}`)))
    throw new AppError('not_found', { message: 'The app is not installed in this workspace', details: { teamId } });
}
