/** What the sandbox Slack remembers: who is in the workspace, its conversations, and what was posted to them. */
export interface SlackUser {
  id: string;
  email: string;
  name: string;
  isDeactivated: boolean;
}

export interface SlackMessage {
  ts: string;
  text: string;
  blocks: unknown[];
  metadata?: unknown;
  unfurls?: Record<string, unknown>;
}

export interface SlackConversation {
  id: string;
  name: string;
  /** whose direct messages they are; null in a channel */
  userId: string | null;
  members: string[];
  isArchived: boolean;
  messages: SlackMessage[];
}

export interface SlackView {
  id: string;
  hash: string;
  /** whose home tab it is; null: a modal */
  homeOf: string | null;
  view: Record<string, unknown>;
}

export interface SlackToken {
  token: string;
  scopes: readonly string[];
}

export interface SlackState {
  /** what every token is refused with since the app was removed or its tokens were revoked */
  gone: 'account_inactive' | 'token_revoked' | null;
  users: SlackUser[];
  conversations: Map<string, SlackConversation>;
  /** trigger ids, each with the instant (epoch ms) until which it opens a modal */
  triggers: Map<string, { untilMs: number; isUsed: boolean }>;
  views: SlackView[];
  invitations: { id: string; channelId: string; email: string }[];
  /** by channel, when (epoch ms) the app last posted to it */
  lastPosts: Map<string, number>;
  ephemerals: { channelId: string; userId: string; text: string; blocks: unknown[] }[];
}

export const bot = { team_id: 'T0SANDBOX', user_id: 'U0GANGWAY', app_id: 'A0SANDBOX' } as const;

export const createState = (people: readonly { name: string; email: string }[]): SlackState => ({
  users: people.map(({ name, email }, index) => ({ id: idOf('U', index), name, email, isDeactivated: false })),
  gone: null,
  conversations: new Map(),
  triggers: new Map(),
  views: [],
  invitations: [],
  lastPosts: new Map(),
  ephemerals: [],
});

export const idOf = (kind: 'U' | 'C' | 'V' | 'I', index: number): string =>
  `${kind}0SANDBOX${String(index).padStart(3, '0')}`;

export function addMessage(
  { messages }: SlackConversation,
  content: Omit<SlackMessage, 'ts'>,
  nowMs: number,
): SlackMessage {
  const message = { ts: `${Math.floor(nowMs / 1000)}.${String(messages.length + 1).padStart(6, '0')}`, ...content };
  messages.push(message);
  return message;
}

export function directMessageOf(state: SlackState, userId: string): SlackConversation {
  const id = userId.replace(/^U/, 'D');
  const conversation = state.conversations.get(id) ?? {
    id,
    name: 'directmessage',
    userId,
    members: [userId, bot.user_id],
    isArchived: false,
    messages: [],
  };
  state.conversations.set(id, conversation);
  return conversation;
}
