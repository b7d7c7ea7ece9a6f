import type { SlackWorkspaces } from '../../../integrations/ports-slack.ts';
import type { Database } from '../../db/database.ts';
import { rememberSlackUser } from '../../db/person-channels.ts';
import { beginLookup, forgetLookup } from '../../db/slack-lookups.ts';
import { isAppError } from '../../errors.ts';

interface FindDeps {
  db: Database;
  /** absent: Slack is off */
  slack?: SlackWorkspaces | null;
}

/**
 * Somebody of our team to whom something is to be said, by their address, at most once a day. Slack may be slow or away:
 * nothing waits for it. @returns whether they are reached in Slack from now on
 */
export async function findInSlack({ db, slack }: FindDeps, personId: string): Promise<boolean> {
  if (!slack) return false;
  const wanted = await beginLookup(db, personId);
  if (!wanted) return false;
  try {
    const workspaces = await slack.list();
    // nobody was asked: they are looked for once one is connected
    if (workspaces.length === 0) await forgetLookup(db, personId);
    for (const { teamId } of workspaces) {
      const user = await (await slack.forTeam(teamId))?.findUserByEmail(wanted.email);
      if (!user || user.isDeactivated) continue;
      const { userId, timezone } = user;
      return await db.transaction((tx) =>
        rememberSlackUser(tx, { personId, teamId, userId, source: 'email_match', timezone }),
      );
    }
  } catch (error) {
    if (!isAppError(error)) throw error;
    await forgetLookup(db, personId);
  }
  return false;
}
