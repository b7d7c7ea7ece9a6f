/** Installing the app in a workspace with a press (OAuth v2). Token rotation stays off: its refresh races. */
import { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { AppError } from '../../src/errors.ts';
import { quiet } from './client.ts';
import { describeFailure } from './errors.ts';
import { botScopes } from './manifest.ts';

const timeoutMs = 10_000;

export interface SlackGrant {
  teamId: string;
  teamName: string;
  botUserId: string;
  token: string;
  scopes: string[];
}

export interface SlackOAuth {
  /** where an administrator says yes */
  consentUrl(state: string): string;
  /** Throws slack_rejected for a code that is wrong or used, slack_unavailable. */
  redeem(code: string): Promise<SlackGrant>;
}

const grantSchema = z.object({
  token_type: z.literal('bot'),
  access_token: z.string().startsWith('xoxb-'),
  bot_user_id: z.string(),
  scope: z.string(),
  team: z.object({ id: z.string(), name: z.string() }),
});

export function createSlackOAuth({
  clientId,
  clientSecret,
  redirectUrl,
  apiUrl,
}: {
  clientId: string;
  clientSecret: string;
  redirectUrl: string;
  /** https://slack.com/api/ unless told otherwise */
  apiUrl: string | null;
}): SlackOAuth {
  const client = new WebClient(undefined, {
    ...(apiUrl !== null && { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    logger: quiet,
  });
  const consent = new URL('/oauth/v2/authorize', apiUrl ?? 'https://slack.com/');
  return {
    consentUrl(state) {
      const url = new URL(consent);
      const asked = { client_id: clientId, scope: botScopes.join(','), redirect_uri: redirectUrl, state };
      for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
      return url.href;
    },
    async redeem(code) {
      const asked = { client_id: clientId, client_secret: clientSecret, code, redirect_uri: redirectUrl };
      const answer = await client.apiCall('oauth.v2.access', asked).catch((cause: unknown) => {
        throw describeFailure(cause, { method: 'oauth.v2.access', isCreation: false });
      });
      const grant = grantSchema.safeParse(answer);
      if (!grant.success)
        throw new AppError('slack_rejected', {
          message: 'Slack granted something else than a workspace’s bot token',
          cause: grant.error,
        });
      const { access_token: token, bot_user_id: botUserId, scope, team } = grant.data;
      return { teamId: team.id, teamName: team.name, botUserId, token, scopes: scope.split(',') };
    },
  };
}
