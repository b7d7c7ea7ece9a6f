import type { MailPort } from '../../integrations/ports-mail.ts';
import type { SystemPart } from '../api/deps.ts';
import type { Config } from '../config/config.ts';
import type { TrackersConfig } from '../config/trackers.ts';
import type { Clock } from '../db/clock.ts';
import type { Database } from '../db/database.ts';
import { refusalsToday } from '../db/inbox.ts';
import { failingMailbox } from '../db/mailbox-positions.ts';
import { refusedNow } from '../db/refusals.ts';
import { crmPart } from './crm-part.ts';
import { slackParts } from './slack-parts.ts';

/** What is on, off or stopped here, and since when, for the settings screen and the banners. */
export async function systemParts({
  db,
  clock,
  config,
  mail,
  checkTemporal,
  isSandboxOn,
}: {
  db: Database;
  clock: Clock;
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
      ? await crmPart(db, clock, {
          provider: 'hubspot',
          name: 'HubSpot',
          detail: isSandboxOn ? 'the sandbox’s HubSpot' : `account ${config.hubspot.accountId ?? 'of the token'}`,
        })
      : {
          name: 'HubSpot',
          state: 'off',
          detail: 'HUBSPOT_ACCESS_TOKEN and HUBSPOT_CLIENT_SECRET are not set',
          since: null,
        },
    config.salesforce
      ? await crmPart(db, clock, {
          provider: 'salesforce',
          name: 'Salesforce',
          detail: isSandboxOn ? 'the sandbox’s Salesforce' : new URL(config.salesforce.loginUrl).host,
        })
      : {
          name: 'Salesforce',
          state: 'off',
          detail: 'SALESFORCE_LOGIN_URL, SALESFORCE_CLIENT_ID and a secret or a key are not set',
          since: null,
        },
    mail
      ? await mailPart(db, clock, isSandboxOn ? 'the sandbox’s mailbox' : `from ${config.mail?.from ?? ''}`)
      : { name: 'Mail', state: 'off', detail: 'SMTP_URL and MAIL_FROM are not set; nobody is written to', since: null },
    await answersPart(db, clock, config),
    ...(await slackParts(db, config.slack)),
    ...(await jiraParts(db, config.trackers, isSandboxOn)),
    await temporalPart(checkTemporal),
  ];
  if (oldest?.since)
    parts.push({
      name: 'Signals',
      state: 'degraded',
      detail: `${oldest.waiting} changes wait for the workflows`,
      // the outbox counts real time
      since: new Date(oldest.since.getTime() + clock.offsetMs()).toISOString(),
    });
  return parts;
}

async function mailPart(db: Database, clock: Clock, detail: string): Promise<SystemPart> {
  const refused = await refusedNow(db, clock.now());
  if (!refused) return { name: 'Mail', state: 'on', detail, since: null };
  const { people, said, since } = refused;
  const who = people === 1 ? 'one person' : `${people} people`;
  return {
    name: 'Mail',
    state: 'degraded',
    detail: `${detail}; mail to ${who} is refused: ${said}. It is tried again`,
    since: since.toISOString(),
  };
}

/** Left out where no Jira is named: few playbooks need one. */
async function jiraParts(db: Database, { jira }: TrackersConfig, isSandboxOn: boolean): Promise<SystemPart[]> {
  if (!jira) return [];
  const [row] = await db.query<{ failing: number }>(
    `SELECT count(*)::int AS failing FROM external_tickets WHERE tracker = 'jira' AND look_at IS NOT NULL AND error IS NOT NULL`,
  );
  const failing = row?.failing ?? 0;
  const detail = isSandboxOn ? 'the sandbox’s Jira' : new URL(jira.baseUrl).host;
  const waiting = `${detail}; ${failing} tickets cannot be kept up to date, each says why on its task`;
  return [
    { name: 'Jira', state: failing > 0 ? 'degraded' : 'on', detail: failing > 0 ? waiting : detail, since: null },
  ];
}

async function answersPart(db: Database, clock: Clock, { inbound }: Config): Promise<SystemPart> {
  const name = 'Answers by mail';
  if (!inbound)
    return { name, state: 'off', detail: 'MAIL_INBOUND_ADDRESS is not set; replies go to the CSM', since: null };
  const failing = inbound.imapUrl === null ? null : await failingMailbox(db);
  return failing
    ? {
        name,
        state: 'degraded',
        detail: `${failing.mailbox}: ${failing.error}; nothing is lost, reading goes on by itself`,
        since: failing.since.toISOString(),
      }
    : { name, state: 'on', detail: `${inbound.address}${await refusals(db, clock)}`, since: null };
}

async function refusals(db: Database, clock: Clock): Promise<string> {
  const refused = await refusalsToday(db, 'email', clock.now());
  return refused.length === 0
    ? ''
    : `; refused today: ${refused.map(({ reason, count }) => `${count} × ${reason.replaceAll('_', ' ')}`).join(', ')}`;
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
