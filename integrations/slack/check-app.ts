/**
 * What `gangway doctor` can find out of our app besides its token: whether Slack's calls find us, and whether the app is
 * what our manifest says. Nothing is shown to anybody: a home tab cannot be tried without somebody seeing it.
 */
import { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { CheckResult } from '../ports.ts';
import { quiet } from './client.ts';
import { describeFailure } from './errors.ts';
import { manifestFor } from './manifest.ts';
import { manifestDifferences } from './manifest-differences.ts';
import { signatureHeader, signSlackRequest, timestampHeader } from './signature.ts';

export interface SlackAppOptions {
  /** as the world reaches us, without a trailing slash */
  publicUrl: string;
  signingSecret: string | null;
  /** Socket Mode */
  appToken: string | null;
  /** an app configuration token, which lives for twelve hours; null: the app's settings are not compared */
  configToken: string | null;
  /** others install it with a press */
  hasOAuth: boolean;
  /** https://slack.com/api/ unless told otherwise */
  apiUrl: string | null;
}

const timeoutMs = 10_000;
const paths = ['events', 'interactions', 'commands', 'options'] as const;

const good = (name: string, detail: string): CheckResult => ({ name, ok: true, detail, fix: null });
const bad = (name: string, detail: string, fix: string): CheckResult => ({ name, ok: false, detail, fix });
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** @param appId of the installed app; asked only where its settings are compared */
export async function checkApp(options: SlackAppOptions, appId: () => Promise<string>): Promise<CheckResult[]> {
  const { signingSecret, appToken, configToken } = options;
  return Promise.all([
    ...(signingSecret === null ? [] : [checkDoors(options, signingSecret)]),
    ...(appToken === null ? [] : [checkSocket(options, appToken)]),
    configToken === null ? notCompared : compareManifest(options, configToken, appId),
  ]);
}

const settings = 'Slack: the app’s settings';
const notCompared = good(
  settings,
  'are not compared: events, commands, the home tab and unfurl domains can be read with an app configuration token alone (api.slack.com/apps, twelve hours; SLACK_CONFIG_TOKEN=xoxe.xoxp-… gangway doctor)',
);

/** What Slack itself does when an address is entered: a signed question that only the owner of the secret answers. */
async function checkDoors({ publicUrl }: SlackAppOptions, signingSecret: string): Promise<CheckResult> {
  const name = 'Slack: ways in by HTTP';
  const refused = (
    await Promise.all(paths.map((path) => knock(`${publicUrl}/webhooks/slack/${path}`, signingSecret)))
  ).filter((reason) => reason !== null);
  const where = `${publicUrl}/webhooks/slack/{${paths.join(',')}}`;
  return refused.length === 0
    ? good(name, `${where} answers what is signed with SLACK_SIGNING_SECRET; asked from here, not from Slack`)
    : bad(
        name,
        refused.join('; '),
        `Check that Gangway runs with this SLACK_SIGNING_SECRET, and that PUBLIC_URL and the proxy lead to it: ${where}`,
      );
}

const answerSchema = z.object({ challenge: z.string() });

/** @returns why it is no way in; null: it is one */
async function knock(url: string, signingSecret: string): Promise<string | null> {
  const challenge = crypto.randomUUID();
  const body = JSON.stringify({ type: 'url_verification', token: 'gangway doctor', challenge });
  const timestamp = Math.floor(Date.now() / 1000);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [timestampHeader]: String(timestamp),
        [signatureHeader]: signSlackRequest(signingSecret, timestamp, body),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status === 401) return `${url} takes another signing secret`;
    if (!response.ok) return `${url} answers ${response.status}`;
    const said = answerSchema.safeParse(await response.json().catch(() => null));
    return said.data?.challenge === challenge ? null : `${url} is answered by something else`;
  } catch (error) {
    return `${url} cannot be reached: ${messageOf(error)}`;
  }
}

async function checkSocket({ apiUrl }: SlackAppOptions, appToken: string): Promise<CheckResult> {
  const name = 'Slack: Socket Mode';
  try {
    // an address that nobody connects to lapses by itself
    await ask(appToken, apiUrl, 'apps.connections.open', {}, z.object({ url: z.string() }));
    return good(name, 'a connection may be opened');
  } catch (error) {
    return bad(
      name,
      messageOf(error),
      'Make an app-level token with connections:write (Basic Information), switch Socket Mode on, and set it as SLACK_APP_TOKEN',
    );
  }
}

async function compareManifest(
  { publicUrl, appToken, hasOAuth, apiUrl }: SlackAppOptions,
  token: string,
  appId: () => Promise<string>,
): Promise<CheckResult> {
  try {
    const { manifest } = await ask(token, apiUrl, 'apps.manifest.export', { app_id: await appId() }, manifestSchema);
    const { oauth_config: oauth, ...rest } = manifestFor({ publicUrl, isSocketMode: appToken !== null });
    const differences = manifestDifferences(
      { ...rest, oauth_config: hasOAuth ? oauth : withoutRedirect(oauth) },
      manifest,
    );
    return differences.length === 0
      ? good(settings, 'are those of our manifest: events, interactivity, commands, home tab, unfurl domains, scopes')
      : bad(
          settings,
          differences.join('; '),
          `Paste what gangway slack manifest --url ${publicUrl} prints under App Manifest, and install the app again where scopes changed`,
        );
  } catch (error) {
    return bad(
      settings,
      `could not be read: ${messageOf(error)}`,
      'Make a new app configuration token at api.slack.com/apps, of a user who may manage this app, and set it as SLACK_CONFIG_TOKEN',
    );
  }
}

const manifestSchema = z.object({ manifest: z.record(z.string(), z.unknown()) });

const withoutRedirect = (oauth: unknown): unknown => ({
  scopes: z.object({ scopes: z.unknown() }).parse(oauth).scopes,
});

async function ask<T>(
  token: string,
  apiUrl: string | null,
  method: string,
  args: Record<string, unknown>,
  schema: z.ZodType<T>,
): Promise<T> {
  const client = new WebClient(token, {
    ...(apiUrl !== null && { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    logger: quiet,
  });
  const answer = await client.apiCall(method, args).catch((cause: unknown) => {
    throw describeFailure(cause, { method, isCreation: false });
  });
  return schema.parse(answer);
}
