/** Slack: a token for one workspace, or an app that others install; and how its events reach us. */
import { z } from 'zod';
import { webAddress } from './web-address.ts';

export const slackFields = {
  SLACK_BOT_TOKEN: z.optional(z.string().startsWith('xoxb-', 'is no bot token, those begin with xoxb-')),
  SLACK_CLIENT_ID: z.optional(z.string().min(5)),
  SLACK_CLIENT_SECRET: z.optional(z.string().min(10)),
  SLACK_SIGNING_SECRET: z.optional(z.string().min(16)),
  SLACK_APP_TOKEN: z.optional(z.string().startsWith('xapp-', 'is no app-level token, those begin with xapp-')),
  SLACK_CONFIG_TOKEN: z.optional(
    z.string().startsWith('xoxe.xoxp-', 'is no app configuration token, those begin with xoxe.xoxp-'),
  ),
  SLACK_POSTS_PER_MINUTE: z.coerce.number().int().min(5).max(2000).default(50),
  SLACK_API_URL: z.optional(webAddress),
};
type SlackEnvironment = z.infer<z.ZodObject<typeof slackFields>>;

export interface SlackConfig {
  /** of one workspace */
  botToken: string | null;
  /** others install the app with a press */
  oauth: { clientId: string; clientSecret: string } | null;
  /** events come by HTTP, signed with it */
  signingSecret: string | null;
  /** Socket Mode: events come over a connection that we open */
  appToken: string | null;
  /** lets the doctor read the app's settings; lives for twelve hours */
  configToken: string | null;
  postsPerMinute: number;
  apiUrl: string | null;
}

export function readSlack(env: SlackEnvironment): SlackConfig | null {
  const oauth =
    env.SLACK_CLIENT_ID && env.SLACK_CLIENT_SECRET
      ? { clientId: env.SLACK_CLIENT_ID, clientSecret: env.SLACK_CLIENT_SECRET }
      : null;
  if (!env.SLACK_BOT_TOKEN && !oauth) return null;
  return {
    botToken: env.SLACK_BOT_TOKEN ?? null,
    oauth,
    signingSecret: env.SLACK_SIGNING_SECRET ?? null,
    appToken: env.SLACK_APP_TOKEN ?? null,
    configToken: env.SLACK_CONFIG_TOKEN ?? null,
    postsPerMinute: env.SLACK_POSTS_PER_MINUTE,
    apiUrl: env.SLACK_API_URL ? env.SLACK_API_URL.replace(/\/?$/, '/') : null,
  };
}

export function slackProblems(env: SlackEnvironment): string[] {
  const isOn = env.SLACK_BOT_TOKEN !== undefined || env.SLACK_CLIENT_ID !== undefined;
  const hasWayIn = env.SLACK_SIGNING_SECRET !== undefined || env.SLACK_APP_TOKEN !== undefined;
  if (isOn && !hasWayIn)
    return ['SLACK_SIGNING_SECRET: is needed for Slack, or SLACK_APP_TOKEN for Socket Mode; a token is set'];
  if (!isOn && hasWayIn) return ['SLACK_BOT_TOKEN: is needed for Slack, or SLACK_CLIENT_ID; a way in is set'];
  return [];
}
