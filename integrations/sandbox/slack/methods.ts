/** The Web API's methods as far as they are answered: the scope that each needs, and what it does. */
import { z } from 'zod';
import { addMessage, bot, directMessageOf, idOf, type SlackConversation, type SlackState } from './state.ts';

/** An `error` of Slack's own vocabulary: https://docs.slack.dev/reference/methods. */
export class SlackRefusal extends Error {
  readonly details: Record<string, unknown>;
  constructor(error: string, details: Record<string, unknown> = {}) {
    super(error);
    this.details = details;
  }
}

export interface SlackMethod {
  scope: string | null;
  answer(state: SlackState, args: Record<string, unknown>, nowMs: number): Record<string, unknown>;
}

const postSchema = z.object({
  channel: z.string(),
  text: z.string().default(''),
  blocks: z.array(z.looseObject({ type: z.string() })).default([]),
});
const updateSchema = postSchema.extend({ ts: z.string() });
const lookupSchema = z.object({ email: z.string() });
const openSchema = z.object({ users: z.string() });
const viewSchema = z.object({ trigger_id: z.string(), view: z.looseObject({ type: z.string() }) });

const maxBlocks = 50;

export const methods: ReadonlyMap<string, SlackMethod> = new Map<string, SlackMethod>([
  [
    'auth.test',
    {
      scope: null,
      answer: () => ({
        url: 'https://sandbox.slack.com/',
        team: 'Sandbox',
        team_id: bot.team_id,
        user_id: bot.user_id,
        user: 'gangway',
        bot_id: 'B0SANDBOX',
      }),
    },
  ],
  [
    'users.lookupByEmail',
    {
      scope: 'users:read.email',
      answer(state, args) {
        const { email } = read(lookupSchema, args);
        const user = state.users.find((one) => one.email.toLowerCase() === email.toLowerCase() && !one.isDeactivated);
        if (!user) throw new SlackRefusal('users_not_found');
        return { user: { id: user.id, team_id: bot.team_id, name: user.name, profile: { email: user.email } } };
      },
    },
  ],
  [
    'conversations.open',
    {
      scope: 'im:write',
      answer(state, args) {
        const user = state.users.find(({ id }) => id === read(openSchema, args).users);
        if (!user) throw new SlackRefusal('user_not_found');
        if (user.isDeactivated) throw new SlackRefusal('user_disabled');
        return { channel: { id: directMessageOf(state, user.id).id } };
      },
    },
  ],
  [
    'chat.postMessage',
    {
      scope: 'chat:write',
      answer(state, args, nowMs) {
        const { channel, text, blocks } = readMessage(postSchema, args);
        const conversation = find(state, channel);
        const message = addMessage(conversation, { text, blocks }, nowMs);
        return { channel: conversation.id, ts: message.ts, message: { type: 'message', ...message } };
      },
    },
  ],
  [
    'chat.update',
    {
      scope: 'chat:write',
      answer(state, args) {
        const { channel, ts, text, blocks } = readMessage(updateSchema, args);
        const { id, messages } = find(state, channel);
        const message = messages.find((one) => one.ts === ts);
        if (!message) throw new SlackRefusal('message_not_found');
        Object.assign(message, { text, blocks });
        return { channel: id, ts, text, message };
      },
    },
  ],
  [
    'views.open',
    {
      scope: null,
      answer(state, args, nowMs) {
        const { trigger_id: trigger, view } = read(viewSchema, args);
        const known = state.triggers.get(trigger);
        if (!known) throw new SlackRefusal('invalid_trigger_id');
        if (known.isUsed) throw new SlackRefusal('exchanged_trigger_id');
        if (nowMs > known.untilMs) throw new SlackRefusal('expired_trigger_id');
        known.isUsed = true;
        const opened = { id: idOf('V', state.views.length), hash: `${nowMs}.1`, view };
        state.views.push(opened);
        return { view: { ...view, id: opened.id, hash: opened.hash, team_id: bot.team_id } };
      },
    },
  ],
]);

function readMessage<T extends z.output<typeof postSchema>>(schema: z.ZodType<T>, args: Record<string, unknown>): T {
  const message = read(schema, args);
  if (message.text === '' && message.blocks.length === 0) throw new SlackRefusal('no_text');
  if (message.blocks.length > maxBlocks)
    throw invalid('invalid_blocks', `[ERROR] no more than ${maxBlocks} items allowed [json-pointer:/blocks]`);
  return message;
}

function read<T>(schema: z.ZodType<T>, args: Record<string, unknown>): T {
  const { data, error } = schema.safeParse(args);
  if (data !== undefined) return data;
  const [issue] = error?.issues ?? [];
  throw invalid('invalid_arguments', `[ERROR] ${issue?.message} [json-pointer:/${issue?.path.join('/')}]`);
}

const invalid = (error: string, message: string): SlackRefusal =>
  new SlackRefusal(error, { response_metadata: { messages: [message] } });

function find(state: SlackState, channel: string): SlackConversation {
  const conversation = state.conversations.get(channel);
  if (conversation) return conversation;
  // a user's id posts to their direct messages
  if (state.users.some(({ id }) => id === channel)) return directMessageOf(state, channel);
  throw new SlackRefusal('channel_not_found');
}
