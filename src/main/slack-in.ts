/** The ways in which Slack's events reach this process, and the one door behind them. */
import type { Router } from 'express';
import type { SlackWorkspaces } from '../../integrations/ports-slack.ts';
import { createSlackSocket } from '../../integrations/slack/socket.ts';
import type { SlackConfig } from '../config/slack.ts';
import type { Logger } from '../telemetry/logger.ts';
import { followSocket } from '../usecases/slack/follow-socket.ts';
import { createSlackDoor } from '../usecases/slack/slack-door.ts';
import { createSlackWebhook } from '../webhooks/slack.ts';
import type { Core } from './core.ts';
import { reconnectConfigured, type SlackOptions } from './slack.ts';

export interface SlackIn {
  /** null: they come by Socket Mode alone */
  webhook: Router | null;
  stop(): Promise<void>;
}

export function startSlackIn({
  core,
  config,
  slack,
  databaseUrl,
  secret,
  logger,
}: {
  core: Core;
  config: SlackConfig;
  slack: SlackWorkspaces;
  databaseUrl: string;
  secret: string;
  logger: Logger;
}): SlackIn {
  const { db, clock } = core;
  const door = createSlackDoor({ ...core.deps, slack, logger });
  const { appToken, signingSecret, apiUrl } = config;
  const reconnecting = reconnectNowAndThen({ db, config, secret, logger });
  const follower =
    appToken === null
      ? null
      : followSocket({
          databaseUrl,
          logger,
          socket: createSlackSocket({
            appToken,
            apiUrl,
            onEvent: (read, acknowledge) => door.pass(read, acknowledge),
            onError: (error) => logger.warn({ err: error }, 'Slack’s socket'),
          }),
        });
  return {
    webhook: signingSecret === null ? null : createSlackWebhook({ db, clock, signingSecret, door }),
    async stop() {
      clearInterval(reconnecting);
      await follower?.stop();
      await door.close();
    },
  };
}

const reconnectEveryMs = 30_000;

const reconnectNowAndThen = (options: SlackOptions): NodeJS.Timeout =>
  setInterval(() => {
    reconnectConfigured(options).then(
      (isNews) => isNews && options.logger.info({}, 'Slack takes the configured token; messages go there again'),
      (error: unknown) => options.logger.warn({ err: error }, 'Slack’s configured token could not be tried'),
    );
  }, reconnectEveryMs).unref();
