/** Installing the app (OAuth v2), without token rotation: https://docs.slack.dev/reference/methods/oauth.v2.access */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { read, type SlackMethod, SlackRefusal } from './method.ts';
import { bot, type SlackToken } from './state.ts';

export interface SlackApp {
  clientId: string;
  clientSecret: string;
}

export interface InstallCodes {
  /** what Slack hands to the app once an administrator has said yes: for ten minutes, and once */
  create(redirectUrl: string): string;
  methods: Record<string, SlackMethod>;
}

const codeLifeMs = 10 * 60_000;
const askedSchema = z.object({
  client_id: z.string().default(''),
  client_secret: z.string().default(''),
  code: z.string().default(''),
  redirect_uri: z.string().optional(),
  grant_type: z.string().default('authorization_code'),
});

export function createInstallCodes(app: SlackApp, tokens: readonly SlackToken[], now: () => Date): InstallCodes {
  const codes = new Map<string, { redirectUrl: string; untilMs: number }>();
  return {
    create(redirectUrl) {
      const code = `${now().getTime()}.${randomBytes(32).toString('hex')}`;
      codes.set(code, { redirectUrl, untilMs: now().getTime() + codeLifeMs });
      return code;
    },
    methods: {
      'oauth.v2.access': {
        scopes: [],
        isOpen: true,
        answer(state, args, nowMs) {
          const asked = read(askedSchema, args);
          if (asked.client_id !== app.clientId) throw new SlackRefusal('invalid_client_id');
          if (asked.client_secret !== app.clientSecret) throw new SlackRefusal('bad_client_secret');
          if (asked.grant_type !== 'authorization_code') throw new SlackRefusal('invalid_grant_type');
          const code = codes.get(asked.code);
          if (!code || code.untilMs < nowMs) throw new SlackRefusal('invalid_code');
          if (code.redirectUrl !== asked.redirect_uri) throw new SlackRefusal('bad_redirect_uri');
          codes.delete(asked.code);
          const granted = tokens.find(({ token }) => token.startsWith('xoxb-'));
          if (!granted) throw new SlackRefusal('no_scopes');
          state.gone = null;
          return {
            access_token: granted.token,
            token_type: 'bot',
            scope: granted.scopes.join(','),
            bot_user_id: bot.user_id,
            app_id: bot.app_id,
            team: { id: bot.team_id, name: 'Sandbox' },
            enterprise: null,
            authed_user: { id: state.users[0]?.id ?? '' },
            is_enterprise_install: false,
          };
        },
      },
    },
  };
}
