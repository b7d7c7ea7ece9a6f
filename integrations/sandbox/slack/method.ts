/** What every method of the Web API shares: its scope, the reading of its arguments, and Slack's way of refusing. */
import type { z } from 'zod';
import { directMessageOf, type SlackConversation, type SlackState, type SlackUser } from './state.ts';

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
  if (conversation) return conversation;
  // a user's id posts to their direct messages
  if (state.users.some(({ id, standing }) => id === channel && standing !== 'outside'))
    return directMessageOf(state, channel);
  throw new SlackRefusal('channel_not_found');
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
