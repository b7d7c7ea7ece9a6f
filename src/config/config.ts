/**
 * The environment, parsed once at boot. Every problem is printed by name, no value ever.
 * A group that is missing leaves its integration off; it never pretends success.
 */
import { z } from 'zod';
import { type InboundConfig, inboundFields, inboundProblems, readClamav, readInbound } from './inbound.ts';
import { isLoopback } from '../domain/loopback.ts';
import { isTimeZone } from '../domain/time-zone.ts';
import {
  readSalesforce,
  readSalesforceLimits,
  type SalesforceConfig,
  salesforceFields,
  type SalesforceLimits,
  salesforceProblems,
} from './salesforce.ts';
import { readSlack, type SlackConfig, slackFields, slackProblems } from './slack.ts';
import { webAddress } from './web-address.ts';
import { readTrackers, trackerFields, type TrackersConfig } from './trackers.ts';

export type { InboundConfig } from './inbound.ts';

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

export const environmentSchema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.optional(webAddress),
  TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  METRICS_TOKEN: z.optional(z.string().min(16)),

  GANGWAY_SECRET: z.optional(z.string().min(32)),
  GANGWAY_DATA_DIR: z.optional(z.string()),
  GANGWAY_CACHE_DIR: z.optional(z.string()),
  GANGWAY_SANDBOX: z.optional(flag),
  GANGWAY_ADMIN_EMAIL: z.optional(z.email()),
  SIGN_IN_MAILS_PER_HOUR: z.coerce.number().int().min(1).max(1000).default(5),
  LEDGER_DAYS: z.coerce.number().int().min(30).max(36_500).default(400),
  GANGWAY_PLAYBOOKS_DIR: z.string().default('playbooks'),
  COMPANY_NAME: z.string().default('Your company'),
  DEFAULT_TIMEZONE: z.string().default('UTC').refine(isTimeZone, 'is not an IANA time zone'),
  DEFAULT_COUNTRY: z.optional(z.string().regex(/^[A-Z]{2}$/)),

  DATABASE_URL: z.optional(z.url({ protocol: /^postgres(ql)?$/, error: 'must begin with postgresql://' })),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(20),
  TEMPORAL_ADDRESS: z.optional(z.string()),
  TEMPORAL_NAMESPACE: z.string().default('gangway'),
  TEMPORAL_API_KEY: z.optional(z.string()),
  TEMPORAL_TLS_CERT_FILE: z.optional(z.string()),
  TEMPORAL_TLS_KEY_FILE: z.optional(z.string()),

  HUBSPOT_ACCESS_TOKEN: z.optional(z.string().min(10)),
  HUBSPOT_CLIENT_SECRET: z.optional(z.string().min(10)),
  HUBSPOT_ACCOUNT_ID: z.optional(z.string().regex(/^\d+$/)),
  HUBSPOT_CLIENT_ID: z.optional(z.string().min(8)),
  HUBSPOT_APP_URL: webAddress.default('https://app.hubspot.com'),
  HUBSPOT_APP_ID: z.optional(z.string().regex(/^\d+$/)),
  HUBSPOT_BASE_URL: webAddress.default('https://api.hubapi.com'),
  HUBSPOT_CALLS_PER_10_SECONDS: z.coerce.number().int().min(1).max(1000).default(100),

  SMTP_URL: z.optional(z.url({ protocol: /^smtps?$/, error: 'must begin with smtp:// or smtps://' })),
  MAIL_FROM: z.optional(z.email()),
  MAIL_FROM_NAME: z.optional(z.string()),
  MAIL_BOUNCE_DOMAIN: z.optional(z.string()),
  MAIL_BOUNCE_SECRET: z.optional(z.string().min(16)),
  MAIL_TRACK_OPENS: flag.default(false),
  MAIL_DKIM_DOMAIN: z.optional(z.string()),
  MAIL_DKIM_SELECTOR: z.optional(z.string()),
  MAIL_DKIM_KEY_FILE: z.optional(z.string()),
  ...salesforceFields,
  ...inboundFields,
  ...trackerFields,
  ...slackFields,

  OIDC_ISSUER: z.optional(webAddress),
  OIDC_CLIENT_ID: z.optional(z.string()),
  OIDC_CLIENT_SECRET: z.optional(z.string()),
  OIDC_LABEL: z.string().default('Sign in with your company account'),
});

export type Environment = z.infer<typeof environmentSchema>;

export interface Config {
  environment: 'development' | 'test' | 'production';
  http: { port: number; host: string; publicUrl: string | null; trustProxy: number; metricsToken: string | null };
  log: { level: Environment['LOG_LEVEL'] };
  local: { dataDir: string | null; cacheDir: string | null; secret: string | null };
  /** null: on when no integration is configured */
  sandbox: boolean | null;
  adminEmail: string | null;
  signInMailsPerHour: number;
  /** how long the CRM ledger keeps an entry */
  ledgerDays: number;
  playbooksDir: string;
  company: { name: string; timezone: string; country: string | null };
  database: { url: string | null; pool: number };
  temporal: {
    address: string | null;
    namespace: string;
    apiKey: string | null;
    tls: { certFile: string; keyFile: string } | null;
  };
  hubspot: HubSpotConfig | null;
  salesforce: SalesforceConfig | null;
  salesforceLimits: SalesforceLimits;
  mail: MailConfig | null;
  /** answers by mail */
  inbound: InboundConfig | null;
  clamav: { host: string; port: number } | null;
  slack: SlackConfig | null;
  trackers: TrackersConfig;
  oidc: { issuer: string; clientId: string; clientSecret: string; label: string } | null;
}
export interface HubSpotConfig {
  /** of a private app; null: accounts are connected by consent alone */
  accessToken: string | null;
  /** of an app that accounts consent to; null: there is none */
  clientId: string | null;
  /** signs events, and redeems consents */
  clientSecret: string;
  accountId: string | null;
  appId: string | null;
  baseUrl: string;
  /** HubSpot's own pages, where consent is given */
  appUrl: string;
  callsPer10Seconds: number;
}
export interface MailConfig {
  smtpUrl: string;
  from: string;
  fromName: string;
  bounceDomain: string;
  bounceSecret: string | null;
  /** whether mails tell when they are opened; shown only */
  tracksOpens: boolean;
  /** Postmark takes no bounce addresses and tells what became of a mail itself */
  isPostmark: boolean;
  dkim: { domain: string; selector: string; keyFile: string } | null;
}

export class ConfigError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * A variable that is set to nothing counts as not set.
 * @param fallback what a local instance or the sandbox provides; the environment goes first
 */
export function readConfig(
  environment: Record<string, string | undefined> = process.env,
  fallback: Record<string, string> = {},
): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse({ ...fallback, ...given });
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  const env = parsed.data;
  const problems = [
    ...hubSpotProblems(env),
    ...together(env, 'Mail', ['SMTP_URL', 'MAIL_FROM']),
    ...together(env, 'DKIM', ['MAIL_DKIM_DOMAIN', 'MAIL_DKIM_SELECTOR', 'MAIL_DKIM_KEY_FILE']),
    ...together(env, 'OIDC', ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']),
    ...together(env, 'Temporal TLS', ['TEMPORAL_TLS_CERT_FILE', 'TEMPORAL_TLS_KEY_FILE']),
    ...together(env, 'Jira', ['JIRA_BASE_URL', 'JIRA_EMAIL', 'JIRA_API_TOKEN']),
    ...together(env, 'The tracker', ['TRACKER_WEBHOOK_URL', 'TRACKER_WEBHOOK_SECRET']),
    ...together(env, 'Slack’s OAuth', ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET']),
    ...slackProblems(env),
    ...salesforceProblems(env),
    ...inboundProblems(env),
  ];
  if (env.NODE_ENV === 'production') {
    if (!env.PUBLIC_URL)
      problems.push('PUBLIC_URL: is needed in production; webhooks and links are made and checked with it');
    else if (!env.PUBLIC_URL.startsWith('https:') && !isLoopback(env.PUBLIC_URL))
      problems.push('PUBLIC_URL: must be https in production; links, codes and cookies would be readable on their way');
    if (!env.GANGWAY_SECRET)
      problems.push('GANGWAY_SECRET: is needed in production, at least 32 characters, the same for every process');
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    environment: env.NODE_ENV,
    http: {
      port: env.PORT,
      host: env.HOST,
      publicUrl: env.PUBLIC_URL?.replace(/\/$/, '') ?? null,
      trustProxy: env.TRUST_PROXY,
      metricsToken: env.METRICS_TOKEN ?? null,
    },
    log: { level: env.LOG_LEVEL },
    local: {
      dataDir: env.GANGWAY_DATA_DIR ?? null,
      cacheDir: env.GANGWAY_CACHE_DIR ?? null,
      secret: env.GANGWAY_SECRET ?? null,
    },
    sandbox: env.GANGWAY_SANDBOX ?? null,
    adminEmail: env.GANGWAY_ADMIN_EMAIL?.toLowerCase() ?? null,
    signInMailsPerHour: env.SIGN_IN_MAILS_PER_HOUR,
    ledgerDays: env.LEDGER_DAYS,
    playbooksDir: env.GANGWAY_PLAYBOOKS_DIR,
    company: { name: env.COMPANY_NAME, timezone: env.DEFAULT_TIMEZONE, country: env.DEFAULT_COUNTRY ?? null },
    database: { url: env.DATABASE_URL ?? null, pool: env.DATABASE_POOL },
    temporal: {
      address: env.TEMPORAL_ADDRESS ?? null,
      namespace: env.TEMPORAL_NAMESPACE,
      apiKey: env.TEMPORAL_API_KEY ?? null,
      tls:
        env.TEMPORAL_TLS_CERT_FILE && env.TEMPORAL_TLS_KEY_FILE
          ? { certFile: env.TEMPORAL_TLS_CERT_FILE, keyFile: env.TEMPORAL_TLS_KEY_FILE }
          : null,
    },
    hubspot:
      env.HUBSPOT_CLIENT_SECRET && (env.HUBSPOT_ACCESS_TOKEN || env.HUBSPOT_CLIENT_ID)
        ? {
            accessToken: env.HUBSPOT_ACCESS_TOKEN ?? null,
            clientId: env.HUBSPOT_CLIENT_ID ?? null,
            appUrl: env.HUBSPOT_APP_URL.replace(/\/$/, ''),
            clientSecret: env.HUBSPOT_CLIENT_SECRET,
            accountId: env.HUBSPOT_ACCOUNT_ID ?? null,
            appId: env.HUBSPOT_APP_ID ?? null,
            baseUrl: env.HUBSPOT_BASE_URL.replace(/\/$/, ''),
            callsPer10Seconds: env.HUBSPOT_CALLS_PER_10_SECONDS,
          }
        : null,
    salesforce: readSalesforce(env),
    salesforceLimits: readSalesforceLimits(env),
    mail:
      env.SMTP_URL && env.MAIL_FROM
        ? {
            smtpUrl: env.SMTP_URL,
            from: env.MAIL_FROM,
            fromName: env.MAIL_FROM_NAME ?? env.COMPANY_NAME,
            bounceDomain: env.MAIL_BOUNCE_DOMAIN ?? env.MAIL_FROM.slice(env.MAIL_FROM.indexOf('@') + 1),
            bounceSecret: env.MAIL_BOUNCE_SECRET ?? null,
            tracksOpens: env.MAIL_TRACK_OPENS,
            isPostmark: /(^|\.)postmarkapp\.com$/i.test(new URL(env.SMTP_URL).hostname),
            dkim:
              env.MAIL_DKIM_DOMAIN && env.MAIL_DKIM_SELECTOR && env.MAIL_DKIM_KEY_FILE
                ? { domain: env.MAIL_DKIM_DOMAIN, selector: env.MAIL_DKIM_SELECTOR, keyFile: env.MAIL_DKIM_KEY_FILE }
                : null,
          }
        : null,
    inbound: readInbound(env),
    clamav: readClamav(env),
    slack: readSlack(env),
    trackers: readTrackers(env),
    oidc:
      env.OIDC_ISSUER && env.OIDC_CLIENT_ID && env.OIDC_CLIENT_SECRET
        ? {
            issuer: env.OIDC_ISSUER,
            clientId: env.OIDC_CLIENT_ID,
            clientSecret: env.OIDC_CLIENT_SECRET,
            label: env.OIDC_LABEL,
          }
        : null,
  };
}

function hubSpotProblems(env: Environment): string[] {
  const isNamed = Boolean(env.HUBSPOT_ACCESS_TOKEN ?? env.HUBSPOT_CLIENT_ID);
  if (isNamed === Boolean(env.HUBSPOT_CLIENT_SECRET)) return [];
  return isNamed
    ? ['HUBSPOT_CLIENT_SECRET: is needed for HubSpot, the rest of that group is set']
    : ['HUBSPOT_ACCESS_TOKEN: is needed for HubSpot, or HUBSPOT_CLIENT_ID; the rest of that group is set'];
}

function together(env: Environment, group: string, names: (keyof Environment)[]): string[] {
  const missing = names.filter((name) => env[name] === undefined);
  return missing.length === 0 || missing.length === names.length
    ? []
    : missing.map((name) => `${name}: is needed for ${group}, the rest of that group is set`);
}
