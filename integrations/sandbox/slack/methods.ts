/** The Web API's methods as far as they are answered: the scope that each needs, and what it does. */
import { z } from 'zod';
import { idOf, type SlackConversation, type SlackState } from './state.ts';

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
        ...bot,
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
        const { id, messages } = find(state, channel);
        const ts = `${Math.floor(nowMs / 1000)}.${String(messages.length + 1).padStart(6, '0')}`;
        messages.push({ ts, text, blocks });
        return { channel: id, ts, message: { type: 'message', ts, text, blocks } };
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
        const untilMs = state.triggers.get(trigger);
        if (untilMs === undefined) throw new SlackRefusal('invalid_trigger_id');
        state.triggers.delete(trigger);
        if (nowMs > untilMs) throw new SlackRefusal('expired_trigger_id');
        const id = idOf('V', state.views.length);
        state.views.push({ id, view });
        return { view: { ...view, id, team_id: bot.team_id } };
      },
    },
  ],
]);

const bot = { team_id: 'T0SANDBOX', user_id: 'U0GANGWAY' };

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

function directMessageOf(state: SlackState, userId: string): SlackConversation {
  const id = userId.replace(/^U/, 'D');
  const conversation = state.conversations.get(id) ?? { id, userId, messages: [] };
  state.conversations.set(id, conversation);
  return conversation;
}
