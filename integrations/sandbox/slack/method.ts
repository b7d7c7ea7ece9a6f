/** What every method of the Web API shares: its scope, the reading of its arguments, and Slack's way of refusing. */
import type { z } from 'zod';
import { bot, directMessageOf, type SlackConversation, type SlackState, type SlackUser } from './state.ts';

/** An `error` of Slack's own vocabulary: https://docs.slack.dev/reference/methods. */
export class SlackRefusal extends Error {
  readonly details: Record<string, unknown>;
  constructor(error: string, details: Record<string, unknown> = {}) {
    super(error);
    this.details = details;
  }
}

export class SlackThrottle extends SlackRefusal {
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super('ratelimited');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export interface SlackMethod {
  /** one of them is enough */
  scopes: readonly string[];
  /** those of them that this call asks for, by the kind of its conversation */
  scopesFor?(state: SlackState, args: Record<string, unknown>): readonly string[];
  /** how a token of the kind begins that the method takes; absent: a bot's */
  tokenPrefix?: 'xoxb-' | 'xapp-' | 'xoxe.';
  /** takes no token */
  isOpen?: true;
  answer(state: SlackState, args: Record<string, unknown>, nowMs: number): Record<string, unknown>;
}

export function read<T>(schema: z.ZodType<T>, args: Record<string, unknown>): T {
  const { data, error } = schema.safeParse(args);
  if (data !== undefined) return data;
  const [issue] = error?.issues ?? [];
  throw invalid('invalid_arguments', `${issue?.message}`, `/${issue?.path.join('/')}`);
}

export const invalid = (error: string, message: string, pointer: string): SlackRefusal =>
  new SlackRefusal(error, { response_metadata: { messages: [`[ERROR] ${message} [json-pointer:${pointer}]`] } });

export function find(state: SlackState, channel: string): SlackConversation {
  const conversation = state.conversations.get(channel);
  if (!conversation) throw new SlackRefusal('channel_not_found');
  return conversation;
}

/** One that the app is in; of a private one that it is not in it knows nothing. */
export function joined(conversation: SlackConversation): SlackConversation {
  if (conversation.members.includes(bot.user_id)) return conversation;
  throw new SlackRefusal(conversation.isPrivate ? 'channel_not_found' : 'not_in_channel');
}

/** To post to, a user's id is their direct messages; no other method takes it. */
export function findToPost(state: SlackState, channel: string): SlackConversation {
  const isUser = state.users.some(({ id, standing }) => id === channel && standing !== 'outside');
  return joined(findOpen(state, isUser ? directMessageOf(state, channel).id : channel));
}

/** A conversation in which something may still happen. */
export function findOpen(state: SlackState, channel: string): SlackConversation {
  const conversation = find(state, channel);
  const other = state.users.find(({ id }) => id === conversation.userId);
  if (other?.standing === 'outside') throw new SlackRefusal('channel_not_found');
  if (conversation.isArchived || other?.standing === 'deactivated') throw new SlackRefusal('is_archived');
  return conversation;
}

export function findUser(state: SlackState, userId: string): SlackUser {
  const user = state.users.find(({ id }) => id === userId);
  if (!user || user.standing === 'outside') throw new SlackRefusal('user_not_found');
  return user;
}
