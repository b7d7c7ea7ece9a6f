import type { MailPort } from '../../integrations/ports.ts';
import type { SystemPart } from '../api/deps.ts';
import type { Config } from '../config/config.ts';
import type { Database } from '../db/database.ts';

/** What is on, off or stopped here, and since when, for the settings screen and the banners. */
export async function systemParts({
  db,
  config,
  mail,
  checkTemporal,
  isSandboxOn,
}: {
  db: Database;
  config: Config;
  mail: MailPort | null;
  checkTemporal: () => Promise<string>;
  isSandboxOn: boolean;
}): Promise<SystemPart[]> {
  const [oldest] = await db.query<{ since: Date | null; waiting: number }>(
    `SELECT min(enqueued_at) AS since, count(*)::int AS waiting FROM outbox WHERE enqueued_at < clock_timestamp() - interval '10 seconds'`,
  );
  const parts: SystemPart[] = [
    config.hubspot
      ? {
          name: 'HubSpot',
          state: 'on',
          detail: isSandboxOn ? 'the sandbox’s HubSpot' : `account ${config.hubspot.accountId ?? 'of the token'}`,
          since: null,
        }
      : {
          name: 'HubSpot',
          state: 'off',
          detail: 'HUBSPOT_ACCESS_TOKEN and HUBSPOT_CLIENT_SECRET are not set',
          since: null,
        },
    mail
      ? {
          name: 'Mail',
          state: 'on',
          detail: isSandboxOn ? 'the sandbox’s mailbox' : `from ${config.mail?.from ?? ''}`,
          since: null,
        }
      : { name: 'Mail', state: 'off', detail: 'SMTP_URL and MAIL_FROM are not set; nobody is written to', since: null },
    await temporalPart(checkTemporal),
  ];
  if (oldest?.since)
    parts.push({
      name: 'Signals',
      state: 'degraded',
      detail: `${oldest.waiting} changes wait for the workflows`,
      since: oldest.since.toISOString(),
    });
  return parts;
}

async function temporalPart(checkTemporal: () => Promise<string>): Promise<SystemPart> {
  try {
    return { name: 'Temporal', state: 'on', detail: await checkTemporal(), since: null };
  } catch (error) {
    return {
      name: 'Temporal',
      state: 'stopped',
      detail: `${error instanceof Error ? error.message : String(error)}; nothing is lost, chasing goes on when it is back`,
      since: null,
    };
  }
}
