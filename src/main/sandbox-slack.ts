/** The sandbox's Slack, mounted beside its other servers, with our people as its own. */
import { join } from 'node:path';
import type { Express, Router } from 'express';
import { configScope } from '../../integrations/sandbox/slack/config-methods.ts';
import { createSandboxSlack } from '../../integrations/sandbox/slack/index.ts';
import { createFileStore } from '../../integrations/sandbox/store.ts';
import { botScopes, manifestFor } from '../../integrations/slack/manifest.ts';
import type { Logger } from '../telemetry/logger.ts';

export interface MountedSlack {
  environment: Record<string, string>;
  control: Router;
  stop(): Promise<void>;
}

/** Slack's own pauses are a minute and five, and nobody who tries things waits so long. */
const retryMs = [0, 3_000, 15_000];

export async function mountSandboxSlack({
  app,
  address,
  dataDir,
  publicUrl,
  logger,
  people,
  today,
  credential,
}: {
  app: Express;
  /** where the app is served */
  address: string;
  dataDir: string;
  publicUrl: string;
  logger: Logger;
  people: readonly { name: string; email: string }[];
  today: () => Date;
  credential(name: string): string;
}): Promise<MountedSlack> {
  const token = `xoxb-sandbox-${credential('slack').slice(0, 32)}`;
  const configToken = `xoxe.xoxp-sandbox-${credential('slack-config').slice(0, 32)}`;
  const signingSecret = credential('slack-signing').slice(0, 32);
  const slack = createSandboxSlack({
    tokens: [
      { token, scopes: botScopes },
      { token: configToken, scopes: [configScope] },
    ],
    manifest: manifestFor({ publicUrl, isSocketMode: false }),
    people,
    store: createFileStore(join(dataDir, 'sandbox-slack.json')),
    log: logger,
    channels: ['customer-success'],
    today,
    target: { address: publicUrl, signingSecret, retryMs },
    hooksAddress: `${address}/slack/hooks`,
  });
  await slack.start();
  app.use('/slack/api', slack.router).use('/slack/hooks', slack.hooks);
  return {
    environment: {
      SLACK_API_URL: `${address}/slack/api`,
      SLACK_BOT_TOKEN: token,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_CONFIG_TOKEN: configToken,
      // as much as this workspace takes
      SLACK_POSTS_PER_MINUTE: '300',
    },
    control: slack.control,
    stop: slack.stop,
  };
}
