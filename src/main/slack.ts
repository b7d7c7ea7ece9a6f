/** Which Slack workspaces there are, and the client of each. */
import { checkApp } from '../../integrations/slack/check-app.ts';
import { createSlackPort } from '../../integrations/slack/client.ts';
import { createSlackOAuth, type SlackOAuth } from '../../integrations/slack/oauth.ts';
import { sizeOf } from '../../integrations/slack/rates.ts';
import type { SlackPort, SlackWorkspaces } from '../../integrations/ports-slack.ts';
import type { SlackConfig } from '../config/slack.ts';
import type { Database } from '../db/database.ts';
import { createKeyedGate } from '../db/rate-gate.ts';
import {
  listInstallations,
  openInstallation,
  rememberInstallation,
  revokeInstallation,
} from '../db/slack-installations.ts';
import { AppError, isAppError } from '../errors.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { DoctorDeps } from '../usecases/system/doctor.ts';

export interface SlackOptions {
  db: Database;
  config: SlackConfig;
  secret: string;
  logger: Logger;
}

/** The configured token's workspace is remembered as installed; while Slack is away the last known one serves. */
export async function createSlack(options: SlackOptions): Promise<SlackWorkspaces> {
  const { db, config, secret, logger } = options;
  if (config.botToken !== null) {
    await rememberConfigured({ ...options, botToken: config.botToken }).catch((error: unknown) => {
      if (!isAppError(error)) throw error;
      logger.error({ code: error.code, reason: error.message }, 'Slack’s configured workspace could not be looked up');
    });
  }
  const known = new Map<string, { token: string; port: SlackPort }>();
  return {
    async forTeam(teamId) {
      const installation = await openInstallation(db, teamId, secret);
      if (!installation) return null;
      const { id, token } = installation;
      const kept = known.get(teamId);
      if (kept?.token === token) return kept.port;
      const port = portOf(options, { id, teamId, token });
      known.set(teamId, { token, port });
      return port;
    },
    async list() {
      const all = await listInstallations(db);
      return all.filter(({ revokedAt }) => revokedAt === null).map(({ teamId, teamName }) => ({ teamId, teamName }));
    },
  };
}

const portOf = (
  { db, config, logger }: SlackOptions,
  { id, teamId, token }: { id: string; teamId: string; token: string },
): SlackPort =>
  createSlackPort({
    teamId,
    token,
    apiUrl: config.apiUrl ?? undefined,
    gate: createKeyedGate({
      db,
      connectionId: id,
      sizeOf: (limitClass) => sizeOf(limitClass, config.postsPerMinute),
      throttled: (retryAfterMs) =>
        new AppError('slack_throttled', { message: 'Slack’s call budget is used up for now', retryAfterMs }),
      // whoever waits holds a place that others could use; Temporal asks again
      maxWaitMs: 2_000,
    }),
    async onRevoked(error) {
      if (await revokeInstallation(db, teamId, error.message))
        logger.error(
          { teamId, reason: error.message },
          'Slack takes our token no more; messages go by mail until it does',
        );
    },
  });

const ungated = { acquire: () => Promise.resolve(), block: () => Promise.resolve() };

async function rememberConfigured({
  db,
  config,
  secret,
  botToken,
}: SlackOptions & { botToken: string }): Promise<void> {
  const probe = createSlackPort({ teamId: '', token: botToken, gate: ungated, apiUrl: config.apiUrl ?? undefined });
  const { teamId, teamName, botUserId, scopes } = await probe.identify();
  await db.transaction((tx) =>
    rememberInstallation(tx, { teamId, teamName, botUserId, scopes, token: botToken, installedById: null }, secret),
  );
}

/**
 * The configured token is taken again, or for the first time: Slack was away when we started, or an administrator
 * installed the app anew. @returns whether it was news
 */
export async function reconnectConfigured(options: SlackOptions): Promise<boolean> {
  const { db, config, secret } = options;
  const { botToken } = config;
  if (botToken === null) return false;
  for (const { teamId } of (await listInstallations(db)).filter(({ revokedAt }) => revokedAt === null))
    if ((await openInstallation(db, teamId, secret))?.token === botToken) return false;
  try {
    await rememberConfigured({ ...options, botToken });
    return true;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return false;
  }
}

/** What `gangway doctor` looks at. */
export async function slackChecks(options: SlackOptions, publicUrl: string): Promise<DoctorDeps['slack']> {
  const { config } = options;
  const workspaces = await createSlack(options);
  return {
    workspaces,
    checkApp: (appId) => checkApp({ ...config, publicUrl, hasOAuth: config.oauth !== null }, appId),
  };
}

/** null: the app is installed by its configured token, not from here */
export const slackOAuthOf = (config: SlackConfig | null, publicUrl: string): SlackOAuth | null =>
  config?.oauth
    ? createSlackOAuth({ ...config.oauth, redirectUrl: `${publicUrl}/slack/oauth`, apiUrl: config.apiUrl })
    : null;
