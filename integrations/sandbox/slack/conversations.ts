/** The methods that make, fill, read and close conversations. */
import { z } from 'zod';
import { scopesFor, scopesOf } from './conversation-scopes.ts';
import { find, findOpen, findUser, joined, read, type SlackMethod, SlackRefusal } from './method.ts';
import { addChannel, bot, directMessageOf, idOf, type SlackConversation, type SlackState, wireOf } from './state.ts';

const channelSchema = z.object({ channel: z.string() });
const createSchema = z.object({ name: z.string(), is_private: flag() });
const inviteSchema = channelSchema.extend({ users: z.string().default('') });
const sharedSchema = channelSchema.extend({
  emails: z
    .array(z.string())
    .or(z.string().transform((emails) => emails.split(',')))
    .default([]),
});
const historySchema = channelSchema.extend({
  oldest: z.coerce.number().default(0),
  limit: z.coerce.number().int().min(1).max(999).default(100),
  cursor: z.string().default(''),
  include_all_metadata: flag(),
});
const manage = ['channels:manage', 'groups:write'];

export const conversationMethods: Record<string, SlackMethod> = {
  'conversations.open': {
    scopes: ['im:write'],
    answer(state, args) {
      const user = findUser(state, read(z.object({ users: z.string() }), args).users);
      if (user.standing === 'deactivated') throw new SlackRefusal('user_disabled');
      return { channel: { id: directMessageOf(state, user.id).id } };
    },
  },
  'conversations.create': {
    scopes: manage,
    scopesFor: (_state, args) => scopesOf('manage', read(createSchema, args).is_private ? 'private' : 'public'),
    answer(state, args) {
      const { name, is_private: isPrivate } = read(createSchema, args);
      checkName(state, name);
      const { id } = addChannel(state, { name, isPrivate, members: [bot.user_id] });
      return { channel: { id, name, is_private: isPrivate, is_archived: false, creator: bot.user_id } };
    },
  },
  'conversations.invite': {
    scopes: ['channels:write.invites', 'groups:write.invites', ...manage],
    scopesFor: scopesFor('invite'),
    answer(state, args) {
      const { channel, users } = read(inviteSchema, args);
      const conversation = openChannel(state, channel);
      const asked = users.split(',').filter((id) => id !== '');
      if (asked.length === 0) throw new SlackRefusal('no_user');
      if (asked.length > 100) throw new SlackRefusal('too_many_users');
      if (asked.includes(bot.user_id)) throw new SlackRefusal('cant_invite_self');
      for (const id of asked)
        if (findUser(state, id).standing === 'deactivated') throw new SlackRefusal('user_disabled');
        else if (conversation.members.includes(id)) throw new SlackRefusal('already_in_channel');
      conversation.members.push(...asked);
      return { channel: { id: conversation.id, name: conversation.name } };
    },
  },
  'conversations.inviteShared': {
    scopes: ['conversations.connect:write'],
    answer(state, args) {
      const { channel, emails } = read(sharedSchema, args);
      const [email, ...more] = emails;
      if (email === undefined) throw new SlackRefusal('recipients_not_specified');
      if (more.length > 0) throw new SlackRefusal('too_many_emails');
      if (!z.email().safeParse(email).success) throw new SlackRefusal('invalid_email');
      const { id, userId, isArchived } = joined(find(state, channel));
      if (userId !== null) throw new SlackRefusal('invalid_channel_type');
      if (isArchived) throw new SlackRefusal('channel_archived');
      const inviteId = idOf('I', state.invitations.length);
      state.invitations.push({ id: inviteId, channelId: id, email });
      return { invite_id: inviteId, is_legacy_shared_channel: false };
    },
  },
  'conversations.archive': {
    scopes: manage,
    scopesFor: scopesFor('manage'),
    answer(state, args) {
      const conversation = joined(find(state, read(channelSchema, args).channel));
      if (conversation.userId !== null) throw new SlackRefusal('method_not_supported_for_channel_type');
      if (conversation.isArchived) throw new SlackRefusal('already_archived');
      conversation.isArchived = true;
      return {};
    },
  },
  'conversations.history': {
    scopes: ['channels:history', 'groups:history', 'im:history'],
    scopesFor: scopesFor('history'),
    answer(state, args) {
      const { channel, oldest, limit, cursor, include_all_metadata: hasMetadata } = read(historySchema, args);
      const conversation = joined(find(state, channel));
      const from = positionOf(cursor);
      const all = conversation.messages.filter(({ ts }) => Number(ts) > oldest).toReversed();
      const messages = all
        .slice(from, from + limit)
        .map(wireOf)
        .map(({ metadata, ...message }) => ({ ...message, ...(hasMetadata && { metadata }) }));
      const isMore = from + limit < all.length;
      return {
        messages,
        has_more: isMore,
        pin_count: 0,
        channel_actions_ts: null,
        channel_actions_count: 0,
        ...(isMore && { response_metadata: { next_cursor: cursorAt(from + limit) } }),
      };
    },
  },
};

/** Opaque to the app, as Slack's are. */
const cursorAt = (position: number): string => Buffer.from(`next:${position}`).toString('base64');
function positionOf(cursor: string): number {
  if (cursor === '') return 0;
  const [, position] = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString()) ?? [];
  if (position === undefined) throw new SlackRefusal('invalid_cursor');
  return Number(position);
}

/** in a form a flag is a word */
function flag() {
  return z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]).default(false);
}

function openChannel(state: SlackState, channel: string): SlackConversation {
  const conversation = joined(findOpen(state, channel));
  if (conversation.userId !== null) throw new SlackRefusal('method_not_supported_for_channel_type');
  return conversation;
}

function checkName(state: SlackState, name: string): void {
  if (name === '') throw new SlackRefusal('invalid_name_required');
  if (name.length > 80) throw new SlackRefusal('invalid_name_maxlength');
  if (/^[-_]+$/.test(name)) throw new SlackRefusal('invalid_name_punctuation');
  if (!/^[\p{Ll}\p{Lo}\d_-]+$/u.test(name)) throw new SlackRefusal('invalid_name_specials');
  // an archived channel keeps its name
  if ([...state.conversations.values()].some((one) => one.name === name)) throw new SlackRefusal('name_taken');
}
