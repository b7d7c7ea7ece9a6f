/** Our app as Slack's manifest has it (https://docs.slack.dev/reference/app-manifest): what it may do, and where it is called. */
export const botScopes = [
  'channels:history',
  'channels:manage',
  'chat:write',
  'commands',
  'conversations.connect:write',
  'groups:history',
  'groups:write',
  'im:history',
  'im:write',
  'links:read',
  'links:write',
  'users:read',
  'users:read.email',
] as const;

export const botEvents = [
  'app_home_opened',
  'app_uninstalled',
  'link_shared',
  'tokens_revoked',
  'user_change',
] as const;

export interface ManifestOptions {
  /** as the world reaches us, without a trailing slash */
  publicUrl: string;
  isSocketMode: boolean;
}

export function manifestFor({ publicUrl, isSocketMode }: ManifestOptions): Record<string, unknown> {
  const at = (path: string): { url?: string } => (isSocketMode ? {} : { url: `${publicUrl}/webhooks/slack/${path}` });
  const request = (path: string): { request_url?: string } => {
    const { url } = at(path);
    return url ? { request_url: url } : {};
  };
  const { url: optionsUrl } = at('options');
  const options = optionsUrl === undefined ? {} : { message_menu_options_url: optionsUrl };
  return {
    display_information: {
      name: 'Gangway',
      description: 'Customer onboarding from closed-won to go-live',
      background_color: '#123a4a',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'Gangway', always_online: true },
      slash_commands: [
        {
          command: '/gangway',
          description: 'Search onboardings, see how one stands, fill in a handoff, start one',
          usage_hint: '[search <text> | status <customer> | handoff <customer> | start <deal>]',
          should_escape: false,
          ...at('commands'),
        },
      ],
      unfurl_domains: [new URL(publicUrl).hostname],
    },
    oauth_config: {
      redirect_urls: [`${publicUrl}/slack/oauth`],
      scopes: { bot: [...botScopes] },
    },
    settings: {
      event_subscriptions: { ...request('events'), bot_events: [...botEvents] },
      interactivity: { is_enabled: true, ...request('interactions'), ...options },
      org_deploy_enabled: false,
      socket_mode_enabled: isSocketMode,
      token_rotation_enabled: false,
    },
  };
}
