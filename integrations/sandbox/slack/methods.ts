/** The Web API's methods as far as they are answered. */
import { z } from 'zod';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { findUser, read, type SlackMethod, SlackRefusal } from './method.ts';
import { bot, type SlackUser } from './state.ts';
import { viewMethods } from './views.ts';

const peopleMethods: Record<string, SlackMethod> = {
  'auth.test': {
    scopes: [],
    answer: () => ({
      url: 'https://sandbox.slack.com/',
      team: 'Sandbox',
      team_id: bot.team_id,
      user_id: bot.user_id,
      user: 'gangway',
      bot_id: bot.bot_id,
      is_enterprise_install: false,
    }),
  },
  'bots.info': {
    scopes: ['users:read'],
    answer(_state, args) {
      if (read(z.object({ bot: z.string().default('') }), args).bot !== bot.bot_id)
        throw new SlackRefusal('bot_not_found');
      const { bot_id: id, app_id, user_id } = bot;
      return { bot: { id, app_id, user_id, name: 'gangway', deleted: false, updated: 0 } };
    },
  },
  'auth.revoke': {
    scopes: [],
    answer(state) {
      state.gone = 'token_revoked';
      return { revoked: true };
    },
  },
  'users.lookupByEmail': {
    scopes: ['users:read.email'],
    answer(state, args) {
      const { email } = read(z.object({ email: z.string() }), args);
      const isWanted = (one: SlackUser): boolean => one.email.toLowerCase() === email.toLowerCase();
      const user = state.users.find((one) => isWanted(one) && one.standing === 'member');
      if (!user) throw new SlackRefusal('users_not_found');
      return { user: profileOf(user) };
    },
  },
  'users.info': {
    scopes: ['users:read'],
    answer: (state, args) => ({ user: profileOf(findUser(state, read(z.object({ user: z.string() }), args).user)) }),
  },
};

export const profileOf = ({ id, name, email, standing }: SlackUser) => ({
  id,
  team_id: bot.team_id,
  name,
  real_name: name,
  deleted: standing === 'deactivated',
  is_bot: false,
  tz: 'Europe/Berlin',
  is_restricted: false,
  is_ultra_restricted: false,
  is_app_user: false,
  profile: { email, real_name: name, display_name: name, team: bot.team_id },
});

export const methods: ReadonlyMap<string, SlackMethod> = new Map(
  Object.entries({ ...peopleMethods, ...conversationMethods, ...chatMethods, ...viewMethods }),
);
