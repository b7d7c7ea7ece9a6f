/** What the doctor finds out of an app: in the sandbox Slack, and at an app that answers as ours does. */
import express, { type RequestHandler, raw } from 'express';
import { describe, expect, it } from 'vitest';
import { checkApp, type SlackAppOptions } from '../../integrations/slack/check-app.ts';
import { manifestFor } from '../../integrations/slack/manifest.ts';
import {
  readSlackBody,
  signatureHeader,
  timestampHeader,
  verifySlackSignature,
} from '../../integrations/slack/webhook.ts';
import { signingSecret, useSandboxSlack } from './sandbox-slack-fixture.ts';

const publicUrl = 'https://gangway.example.com';
const settings: Record<string, unknown> = {};
const fixture = useSandboxSlack({ manifest: settings });
const appId = (): Promise<string> => fixture.port.appId();

const nothing: Omit<SlackAppOptions, 'publicUrl' | 'apiUrl'> = {
  signingSecret: null,
  appToken: null,
  configToken: null,
  hasOAuth: false,
};
const check = (options: Partial<SlackAppOptions>) =>
  checkApp({ publicUrl, apiUrl: fixture.apiUrl, ...nothing, ...options }, appId);

/** Our own door: verifies, and answers Slack's question. */
const door = (secret: string): RequestHandler =>
  express().use(raw({ type: () => true }), (request, response) => {
    const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const verdict = verifySlackSignature({
      signingSecret: secret,
      signature: request.get(signatureHeader),
      timestamp: request.get(timestampHeader),
      rawBody,
      nowMs: Date.now(),
    });
    const read = readSlackBody(rawBody);
    if (!verdict.ok) response.status(401).end();
    else response.json(read.result === 'challenge' ? { challenge: read.challenge } : {});
  });

describe('ways in by HTTP', () => {
  const knock = (url = fixture.appUrl) => check({ publicUrl: url, signingSecret });

  it('are good where all of them answer what is signed', async () => {
    const paths: string[] = [];
    fixture.mount((request, response, next) => {
      paths.push(request.path);
      door(signingSecret)(request, response, next);
    });
    expect((await knock())[0]).toMatchObject({ name: 'Slack: ways in by HTTP', ok: true });
    expect(paths.toSorted()).toEqual(
      ['commands', 'events', 'interactions', 'options'].map((path) => `/webhooks/slack/${path}`),
    );
  });

  it.each<[string, RequestHandler, RegExp]>([
    ['another secret is taken', door('another-secret-of-thirty-two-chars'), /takes another signing secret/],
    ['nothing is there', (_request, response) => void response.sendStatus(404), /answers 404/],
    ['a proxy leads elsewhere', (_request, response) => response.redirect('https://else.example'), /answers 302/],
    ['a page answers', (_request, response) => void response.send('<html></html>'), /answered by something else/],
    ['another program answers', (_request, response) => void response.json({ challenge: 'x' }), /something else/],
  ])('are not where %s', async (_name, app, said) => {
    fixture.mount(app);
    const [found] = await knock();
    expect(found).toMatchObject({ ok: false });
    expect(found?.detail).toMatch(said);
    expect(found?.fix).toContain('SLACK_SIGNING_SECRET');
  });

  it('are not where nobody listens', async () => {
    expect((await knock('http://127.0.0.1:9'))[0]?.detail).toMatch(/cannot be reached/);
  });
});

describe('Socket Mode', () => {
  it('is good where the app-level token opens a connection', async () => {
    expect((await check({ appToken: 'xapp-1' }))[0]).toMatchObject({ name: 'Slack: Socket Mode', ok: true });
  });

  it('is not with a token that may not, or that Slack does not take', async () => {
    for (const appToken of ['xoxb-full', 'xapp-revoked']) {
      const [found] = await check({ appToken });
      expect(found).toMatchObject({ ok: false });
      expect(found?.fix).toContain('connections:write');
    }
  });
});

describe('the app’s settings', () => {
  const compare = async (manifest: Record<string, unknown>, options: Partial<SlackAppOptions> = {}) => {
    for (const name of Object.keys(settings)) delete settings[name];
    Object.assign(settings, manifest);
    return (await check({ configToken: 'xoxe.xoxp-1', ...options })).at(-1);
  };

  it('are those of our manifest, whatever it is called and may do besides', async () => {
    const own = manifestFor({ publicUrl, isSocketMode: false });
    expect(await compare({ ...own, display_information: { name: 'Onboarding' } })).toMatchObject({ ok: true });
    expect(await compare({ ...own, outgoing_domains: ['x.example'] }, { hasOAuth: true })).toMatchObject({ ok: true });
    const bySocket = manifestFor({ publicUrl, isSocketMode: true });
    expect(await compare(bySocket, { appToken: 'xapp-1' })).toMatchObject({ ok: true });
  });

  it('are named where they differ, with the way to mend them', async () => {
    const found = await compare({
      ...manifestFor({ publicUrl: 'https://old.example.com', isSocketMode: false }),
      oauth_config: { scopes: { bot: ['chat:write'] } },
      settings: {
        event_subscriptions: {
          request_url: 'https://old.example.com/webhooks/slack/events',
          bot_events: ['user_change'],
        },
        interactivity: { is_enabled: false },
        socket_mode_enabled: false,
        token_rotation_enabled: true,
      },
    });
    expect(found).toMatchObject({ name: 'Slack: the app’s settings', ok: false });
    for (const difference of [
      `features.slash_commands /gangway.url is "https://old.example.com/webhooks/slack/commands" instead of "${publicUrl}/webhooks/slack/commands"`,
      'features.unfurl_domains lacks gangway.example.com',
      'settings.event_subscriptions.request_url is "https://old.example.com/webhooks/slack/events"',
      'settings.event_subscriptions.bot_events lacks app_home_opened, app_uninstalled, link_shared, tokens_revoked',
      'settings.interactivity.is_enabled is false instead of true',
      'settings.interactivity.request_url is not set',
      'settings.token_rotation_enabled is true instead of false',
      'oauth_config.scopes.bot lacks channels:history',
    ])
      expect(found?.detail).toContain(difference);
    expect(found?.detail).not.toContain('redirect_urls');
    expect(found?.fix).toContain('gangway slack manifest');
  });

  it('lack a command or a home tab', async () => {
    const own = manifestFor({ publicUrl, isSocketMode: false });
    const found = await compare({ ...own, features: { app_home: { home_tab_enabled: false } } });
    expect(found?.detail).toContain('features.slash_commands lacks /gangway');
    expect(found?.detail).toContain('features.app_home.home_tab_enabled is false instead of true');
  });

  it('are not compared without a token, which says how to get one', async () => {
    expect(await check({})).toMatchObject([{ ok: true, detail: expect.stringContaining('SLACK_CONFIG_TOKEN=') }]);
  });

  it('could not be read with a token that lapsed', async () => {
    const [found] = await check({ configToken: 'xoxe.xoxp-old' });
    expect(found).toMatchObject({ ok: false, fix: expect.stringContaining('app configuration token') });
  });
});
