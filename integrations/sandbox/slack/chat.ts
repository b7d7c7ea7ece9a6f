/** The methods that post, change, and point at messages. */
import { z } from 'zod';
import { checkMessageBlocks } from './block-limits.ts';
import { find, findOpen, findToPost, joined, read, type SlackMethod, SlackRefusal, SlackThrottle } from './method.ts';
import { addEphemeral, addMessage, bot, type SlackConversation, type SlackMessage, wireOf, withIds } from './state.ts';

const blocksSchema = z.array(z.looseObject({ type: z.string() }));
const postSchema = z.object({
  channel: z.string(),
  text: z.string().default(''),
  blocks: blocksSchema.default([]),
  metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) }).optional(),
});
const updateSchema = postSchema.extend({ ts: z.string() });
const ephemeralSchema = postSchema.extend({ user: z.string() });
const permalinkSchema = z.object({ channel: z.string(), message_ts: z.string() });
const unfurlSchema = z.object({
  channel: z.string().optional(),
  ts: z.string().optional(),
  unfurls: z.record(z.string(), z.looseObject({ blocks: blocksSchema.default([]) })).optional(),
});

/** Slack cuts what is longer */
const longestText = 40_000;
const longestUpdate = 4_000;

/** a second, less what one request may be quicker on its way than another */
const perChannelMs = 900;
const scopes = ['chat:write'];

export const chatMethods: Record<string, SlackMethod> = {
  'chat.postMessage': {
    scopes,
    answer(state, args, nowMs) {
      const { channel, text, ...content } = readMessage(postSchema, args);
      const conversation = findToPost(state, channel);
      if (nowMs - (state.lastPosts.get(conversation.id) ?? -Infinity) < perChannelMs) throw new SlackThrottle(1);
      state.lastPosts.set(conversation.id, nowMs);
      const said = { user: bot.user_id, text: text.slice(0, longestText), ...content };
      const message = addMessage(state, conversation, said, nowMs);
      return { channel: conversation.id, ts: message.ts, message: wireOf(message) };
    },
  },
  'chat.update': {
    scopes,
    answer(state, args) {
      const { channel, ts, ...content } = readMessage(updateSchema, args, longestUpdate);
      const conversation = joined(findOpen(state, channel));
      const message = messageAt(conversation, ts);
      if (message.user !== bot.user_id) throw new SlackRefusal('cant_update_message');
      const editedAt = state.today().toISOString();
      Object.assign(message, { ...content, blocks: withIds(content.blocks), editedAt });
      return { channel: conversation.id, ts, text: content.text, message: wireOf(message) };
    },
  },
  'chat.postEphemeral': {
    scopes,
    answer(state, args, nowMs) {
      const { channel, user, text, blocks } = readMessage(ephemeralSchema, args, longestText);
      const { id, members } = joined(findOpen(state, channel));
      if (!members.includes(user)) throw new SlackRefusal('user_not_in_channel');
      const { ts } = addEphemeral(state, { channelId: id, userId: user, text, blocks }, nowMs);
      return { message_ts: ts };
    },
  },
  'chat.getPermalink': {
    scopes: [],
    answer(state, args) {
      const { channel, message_ts: ts } = read(permalinkSchema, args);
      const conversation = find(state, channel);
      messageAt(conversation, ts);
      const permalink = `https://sandbox.slack.com/archives/${conversation.id}/p${ts.replace('.', '')}`;
      return { channel: conversation.id, permalink };
    },
  },
  'chat.unfurl': {
    scopes: ['links:write'],
    answer(state, args) {
      const { channel, ts, unfurls } = read(unfurlSchema, args);
      if (channel === undefined) throw new SlackRefusal('missing_channel');
      if (ts === undefined) throw new SlackRefusal('missing_ts');
      if (unfurls === undefined) throw new SlackRefusal('missing_unfurls');
      const conversation = state.conversations.get(channel);
      if (!conversation) throw new SlackRefusal('cannot_find_channel');
      const message = conversation.messages.find((one) => one.ts === ts);
      if (!message) throw new SlackRefusal('cannot_find_message');
      for (const { blocks } of Object.values(unfurls)) checkMessageBlocks(blocks);
      for (const url of Object.keys(unfurls)) if (!isIn(message, url)) throw new SlackRefusal('cannot_unfurl_message');
      message.unfurls = { ...message.unfurls, ...unfurls };
      return {};
    },
  },
};

function readMessage<T extends z.output<typeof postSchema>>(
  schema: z.ZodType<T>,
  args: Record<string, unknown>,
  longest = Infinity,
): T {
  if (!blocksSchema.optional().safeParse(args['blocks']).success) throw new SlackRefusal('invalid_blocks_format');
  const message = read(schema, args);
  if (message.text === '' && message.blocks.length === 0) throw new SlackRefusal('no_text');
  if (message.text.length > longest) throw new SlackRefusal('msg_too_long');
  checkMessageBlocks(message.blocks);
  return message;
}

function messageAt({ messages }: SlackConversation, ts: string): SlackMessage {
  const message = messages.find((one) => one.ts === ts);
  if (!message) throw new SlackRefusal('message_not_found');
  return message;
}

const isIn = ({ text, blocks }: SlackMessage, url: string): boolean =>
  text.includes(url) || JSON.stringify(blocks).includes(url);
