import { botScopes } from '../../integrations/slack/manifest.ts';
import type { SystemPart } from '../api/deps.ts';
import type { SlackConfig } from '../config/slack.ts';
import type { Database } from '../db/database.ts';
import { listInstallations, type SlackInstallation } from '../db/slack-installations.ts';

/** Each workspace, and whether its token is taken. */
export async function slackParts(db: Database, config: SlackConfig | null): Promise<SystemPart[]> {
  if (!config)
    return [
      {
        name: 'Slack',
        state: 'off',
        detail: 'SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET are not set; everybody is written to by mail',
        since: null,
      },
    ];
  const installations = await listInstallations(db);
  if (installations.length > 0) return installations.map(workspacePart);
  return [
    {
      name: 'Slack',
      state: 'degraded',
      detail: 'no workspace is connected yet; `gangway doctor` says why',
      since: null,
    },
  ];
}

function workspacePart({ teamName, scopes, revokedAt, revokedReason, lastEventAt }: SlackInstallation): SystemPart {
  const name = `Slack: ${teamName}`;
  if (revokedAt !== null)
    return {
      name,
      state: 'stopped',
      detail: `${revokedReason ?? 'the app was removed'}; messages go by mail until the app is installed again`,
      since: revokedAt.toISOString(),
    };
  const missing = botScopes.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0)
    return { name, state: 'degraded', detail: `the app lacks ${missing.join(', ')}; install it again`, since: null };
  const heard = lastEventAt === null ? 'no event yet' : 'events arrive';
  return { name, state: 'on', detail: heard, since: null };
}
