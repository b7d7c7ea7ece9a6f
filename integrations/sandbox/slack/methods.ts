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
      bot_id: 'B0SANDBOX',
    }),
  },
  'users.lookupByEmail': {
    scopes: ['users:read.email'],
    answer(state, args) {
      const { email } = read(z.object({ email: z.string() }), args);
      const user = state.users.find((one) => one.email.toLowerCase() === email.toLowerCase() && !one.isDeactivated);
      if (!user) throw new SlackRefusal('users_not_found');
      return { user: profileOf(user) };
    },
  },
  'users.info': {
    scopes: ['users:read'],
    answer: (state, args) => ({ user: profileOf(findUser(state, read(z.object({ user: z.string() }), args).user)) }),
  },
};

const profileOf = ({ id, name, email, isDeactivated }: SlackUser) => ({
  id,
  team_id: bot.team_id,
  name,
  real_name: name,
  deleted: isDeactivated,
  is_bot: false,
  tz: 'Europe/Berlin',
  profile: { email, real_name: name },
});

export const methods: ReadonlyMap<string, SlackMethod> = new Map(
  Object.entries({ ...peopleMethods, ...conversationMethods, ...chatMethods, ...viewMethods }),
);
