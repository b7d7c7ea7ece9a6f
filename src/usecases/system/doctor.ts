/** Says what is right and wrong with an installation, each with the way to mend it. Reads only. */
import type { CheckResult, CrmPort } from '../../../integrations/ports.ts';
import type { MailboxPort, MailPort, VirusScanPort } from '../../../integrations/ports-mail.ts';
import type { TrackerPort } from '../../../integrations/ports-tracker.ts';
import type { SlackWorkspaces } from '../../../integrations/ports-slack.ts';
import type { Database } from '../../db/database.ts';

export interface DoctorDeps {
  db: Database;
  publicUrl: string;
  environment: 'development' | 'test' | 'production';
  crms: Map<string, CrmPort>;
  mail: MailPort | null;
  /** answers by mail; null: they are off */
  inbound: { address: string; authservId: string | null; webhooks: string[]; mailbox: MailboxPort | null } | null;
  scanner: VirusScanPort | null;
  trackers: ReadonlyMap<string, TrackerPort>;
  /** null: Slack is off */
  slack: {
    workspaces: SlackWorkspaces;
    /** of the app itself, in whatever workspace */
    checkApp(appId: () => Promise<string>): Promise<CheckResult[]>;
  } | null;
  /** throws when Temporal does not answer */
  checkTemporal(): Promise<string>;
  pendingMigrations(): Promise<string[]>;
}

const good = (name: string, detail: string): CheckResult => ({ name, ok: true, detail, fix: null });
const bad = (name: string, detail: string, fix: string): CheckResult => ({ name, ok: false, detail, fix });

const tolerableClockSkewMs = 2_000;

export async function doctor(deps: DoctorDeps): Promise<CheckResult[]> {
  const parts = await Promise.all([
    checkDatabase(deps),
    checkMigrations(deps),
    checkTemporal(deps),
    checkPublicUrl(deps),
    checkClock(deps),
    checkPlaybooks(deps),
    checkStaff(deps),
    checkMail(deps),
    checkInbound(deps),
    checkScanner(deps),
    checkCrms(deps),
    checkTrackers(deps),
    checkSlack(deps),
  ]);
  return parts.flat();
}

const attempt = async (
  name: string,
  fix: string,
  check: () => Promise<CheckResult | CheckResult[]>,
): Promise<CheckResult[]> => {
  try {
    return [await check()].flat();
  } catch (error) {
    return [bad(name, error instanceof Error ? error.message : String(error), fix)];
  }
};

const checkDatabase = ({ db }: DoctorDeps): Promise<CheckResult[]> =>
  attempt('Database', 'Check DATABASE_URL and that PostgreSQL runs', async () => {
    const [row] = await db.query<{ version: string }>(`SELECT current_setting('server_version') AS version`);
    return good('Database', `PostgreSQL ${row?.version ?? ''} answers`);
  });

const checkMigrations = ({ pendingMigrations }: DoctorDeps): Promise<CheckResult[]> =>
  attempt('Migrations', 'Run npx gangway migrate', async () => {
    const pending = await pendingMigrations();
    return pending.length === 0
      ? good('Migrations', 'all applied')
      : bad('Migrations', `not applied: ${pending.join(', ')}`, 'Run npx gangway migrate');
  });

const checkTemporal = (deps: DoctorDeps): Promise<CheckResult[]> =>
  attempt('Temporal', 'Check TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and the API key or certificate', async () =>
    good('Temporal', await deps.checkTemporal()),
  );

const checkPublicUrl = async ({ publicUrl, environment, crms }: DoctorDeps): Promise<CheckResult[]> => {
  const isSecure = publicUrl.startsWith('https://');
  if (!isSecure && environment === 'production')
    return [
      bad(
        'Public URL',
        `${publicUrl} is not https; CRMs deliver to https only and links would be readable`,
        'Set PUBLIC_URL to the https address',
      ),
    ];
  const connected = new Set([...crms.values()].map(({ provider }) => provider));
  const doors = [
    ...(connected.has('hubspot') ? [`HubSpot’s webhook target is ${publicUrl}/webhooks/hubspot`] : []),
    ...(connected.has('salesforce')
      ? [`Salesforce’s outbound messages go to ${publicUrl}/webhooks/salesforce/ and SALESFORCE_OUTBOUND_TOKEN`]
      : []),
  ];
  return [good('Public URL', [publicUrl, ...doors].join('; '))];
};

const checkClock = ({ db }: DoctorDeps): Promise<CheckResult[]> =>
  attempt('Clock', 'Check DATABASE_URL', async () => {
    const before = Date.now();
    const [row] = await db.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    const skewMs = Math.abs((row?.now.getTime() ?? 0) - (before + Date.now()) / 2);
    if (skewMs > tolerableClockSkewMs)
      return bad(
        'Clock',
        `this machine and the database differ by ${Math.round(skewMs / 1000)} s`,
        'Run a time service on both; signatures are valid for five minutes only',
      );
    const [moved] = await db.query<{ offset_ms: string }>(
      'SELECT offset_ms FROM business_clock WHERE id = 1 AND offset_ms <> 0',
    );
    return good(
      'Clock',
      moved
        ? `the sandbox has moved the business clock by ${Math.round(Number(moved.offset_ms) / 86_400_000)} days`
        : 'agrees with the database',
    );
  });

const checkPlaybooks = ({ db }: DoctorDeps): Promise<CheckResult[]> =>
  attempt('Playbooks', 'Run npx gangway playbook validate', async () => {
    const rows = await db.query<{ name: string }>('SELECT name FROM playbook_versions WHERE is_current ORDER BY name');
    return rows.length === 0
      ? bad(
          'Playbooks',
          'there is none, so no deal can become a plan',
          'Put YAML files into the playbooks folder and start again',
        )
      : good('Playbooks', rows.map((row) => row.name).join(', '));
  });

const checkStaff = ({ db }: DoctorDeps): Promise<CheckResult[]> =>
  attempt('Administrators', 'Check DATABASE_URL', async () => {
    const [row] = await db.query<{ count: string }>(
      `SELECT count(*) FROM people WHERE staff_role = 'admin' AND deactivated_at IS NULL`,
    );
    return row && Number(row.count) > 0
      ? good('Administrators', `${row.count} can sign in`)
      : bad(
          'Administrators',
          'nobody can administer this installation',
          'Set GANGWAY_ADMIN_EMAIL, start again, and sign in with it',
        );
  });

const checkMail = async ({ mail }: DoctorDeps): Promise<CheckResult[]> =>
  mail
    ? attempt('Mail', 'Check SMTP_URL', () => mail.check())
    : [bad('Mail', 'is off: nobody is written to', 'Set SMTP_URL and MAIL_FROM')];

const checkInbound = async ({ inbound }: DoctorDeps): Promise<CheckResult[]> => {
  const name = 'Answers by mail';
  if (!inbound) return [good(name, 'are off; replies go to the CSM’s own mailbox')];
  const { address, authservId, webhooks, mailbox } = inbound;
  const ways = webhooks.length > 0 ? `taken at ${webhooks.join(' and ')}` : 'read from the mailbox';
  return [
    good(
      name,
      `go to ${address} and are ${ways}; the server must deliver ${address.replace('@', '+…@')} there as well`,
    ),
    authservId === null
      ? bad(
          'Senders of answers',
          'no receiving host vouches for them, so a person looks at every answer',
          'Set MAIL_INBOUND_AUTHSERV_ID to the name that your mail server writes into Authentication-Results',
        )
      : good(
          'Senders of answers',
          `${authservId} vouches for them; it must remove an Authentication-Results of that name from what it receives (docs/mail.md)`,
        ),
    ...(mailbox ? await attempt('Mailbox for answers', 'Check MAIL_IMAP_URL', () => mailbox.check()) : []),
  ];
};

const checkScanner = ({ inbound, scanner }: DoctorDeps): Promise<CheckResult[]> =>
  attempt('Virus scanner', 'Check CLAMAV_ADDRESS', async () =>
    scanner
      ? scanner.check()
      : good('Virus scanner', inbound ? 'is off: attachments are kept unscanned and marked so' : 'is off'),
  );

const checkCrms = async ({ crms }: DoctorDeps): Promise<CheckResult[]> => {
  if (crms.size === 0) return [bad('CRM', 'no CRM is connected', 'Set HUBSPOT_ACCESS_TOKEN, or SALESFORCE_LOGIN_URL')];
  const results = await Promise.all(
    [...crms.values()].map((crm) => attempt(crm.provider, 'Check the token', () => crm.check())),
  );
  return results.flat();
};

const checkTrackers = async ({ trackers }: DoctorDeps): Promise<CheckResult[]> => {
  if (trackers.size === 0) return [good('Trackers', 'are off: tasks stand in no Jira or other tracker')];
  const results = await Promise.all(
    [...trackers.values()].map((tracker) => attempt(tracker.label, 'Check its settings', () => tracker.check())),
  );
  return results.flat();
};

const checkSlack = ({ slack }: DoctorDeps): Promise<CheckResult[]> =>
  attempt('Slack', 'Check SLACK_BOT_TOKEN', async () => {
    if (!slack) return good('Slack', 'is off: everybody is written to by mail');
    const teams = await slack.workspaces.list();
    const ports = await Promise.all(teams.map(({ teamId }) => slack.workspaces.forTeam(teamId)));
    const [connected] = ports.filter((port) => port !== null);
    const none = bad('Slack', 'no workspace is connected', 'Set SLACK_BOT_TOKEN, or install the app under Settings');
    const app = await slack.checkApp(() => (connected ? connected.appId() : Promise.reject(new Error(none.detail))));
    const checks = await Promise.all(
      teams.map(
        async ({ teamName }, index) =>
          (await ports[index]?.check()) ?? [
            bad('Slack', `${teamName} is not connected any more`, 'Install the app again'),
          ],
      ),
    );
    return [...(teams.length === 0 ? [none] : []), ...checks.flat(), ...app];
  });
