import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { manifestFor } from '../../integrations/slack/manifest.ts';

/** https://docs.slack.dev/reference/app-manifest, as far as we use it */
const url = z.url({ protocol: /^https$/ });
const manifestSchema = z.strictObject({
  display_information: z.strictObject({
    name: z.string().max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    slash_commands: z.array(
      z.strictObject({
        command: z.string().startsWith('/').max(32),
        description: z.string().max(2000),
        usage_hint: z.string().max(1000),
        should_escape: z.boolean(),
        url: url.optional(),
      }),
    ),
    unfurl_domains: z.array(z.string()).max(5),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(url),
    scopes: z.strictObject({ bot: z.array(z.string()).max(255) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: url.optional(), bot_events: z.array(z.string()).max(100) }),
    interactivity: z.strictObject({
      is_enabled: z.boolean(),
      request_url: url.optional(),
      message_menu_options_url: url.optional(),
    }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.literal(false),
  }),
});

const publicUrl = 'https://gangway.example.com';

it('is a manifest that Slack takes, by HTTP and by Socket Mode', () => {
  const byHttp = manifestSchema.parse(manifestFor({ publicUrl, isSocketMode: false }));
  expect(byHttp.settings.event_subscriptions.request_url).toBe(`${publicUrl}/webhooks/slack/events`);
  expect(byHttp.settings.interactivity.request_url).toBe(`${publicUrl}/webhooks/slack/interactions`);
  expect(byHttp.features.slash_commands[0]?.url).toBe(`${publicUrl}/webhooks/slack/commands`);
  expect(byHttp.settings.interactivity.message_menu_options_url).toBe(`${publicUrl}/webhooks/slack/options`);
  const bySocket = manifestSchema.parse(manifestFor({ publicUrl, isSocketMode: true }));
  expect(bySocket.settings.event_subscriptions.request_url).toBeUndefined();
});

it('is the file that ships', () => {
  const shipped: unknown = JSON.parse(readFileSync('integrations/slack/manifest.json', 'utf8'));
  expect(shipped).toEqual(manifestFor({ publicUrl, isSocketMode: false }));
});
