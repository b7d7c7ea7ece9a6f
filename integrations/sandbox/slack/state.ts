/** What the sandbox Slack remembers: who is in the workspace, its conversations, and what was posted to them. */
import { randomUUID } from 'node:crypto';
import type { SandboxSlackPerson } from '../../../src/contracts/sandbox/slack.ts';

export type SlackUser = SandboxSlackPerson;

export interface SlackBlock {
  type: string;
  [field: string]: unknown;
}

export interface SlackMessage {
  /** Slack's own clock is real */
  ts: string;
  /** by the clock that people see */
  at: string;
  editedAt: string | null;
  /** who wrote it */
  user: string;
  text: string;
  blocks: SlackBlock[];
  metadata?: unknown;
  unfurls?: Record<string, { blocks: SlackBlock[] }>;
}

export interface SlackConversation {
  id: string;
  name: string;
  /** whose direct messages they are; null in a channel */
  userId: string | null;
  members: string[];
  isPrivate: boolean;
  isArchived: boolean;
  messages: SlackMessage[];
}

export interface SlackView {
  id: string;
  hash: string;
  kind: 'modal' | 'home';
  /** who sees it */
  userId: string;
  view: { blocks: SlackBlock[]; [field: string]: unknown };
}

export interface SlackEphemeral {
  id: string;
  ts: string;
  at: string;
  channelId: string;
  userId: string;
  text: string;
  blocks: SlackBlock[];
}

export interface SlackToken {
  token: string;
  scopes: readonly string[];
}

export interface SlackState {
  /** by the clock that people see */
  today: () => Date;
  /** what every token is refused with since the app was removed or its tokens were revoked */
  gone: 'account_inactive' | 'token_revoked' | null;
  users: SlackUser[];
  conversations: Map<string, SlackConversation>;
  /** trigger ids, each with the instant (epoch ms) until which it opens a modal for somebody */
  triggers: Map<string, { userId: string; untilMs: number; isUsed: boolean }>;
  views: SlackView[];
  invitations: { id: string; channelId: string; email: string }[];
  /** by channel, when (epoch ms) the app last posted to it */
  lastPosts: Map<string, number>;
  ephemerals: SlackEphemeral[];
  /** how much was said so far: no two timestamps are the same */
  said: number;
}

export const bot = { team_id: 'T0SANDBOX', user_id: 'U0GANGWAY', bot_id: 'B0SANDBOX', app_id: 'A0SANDBOX' } as const;

const keptEphemerals = 200;

export function createState(
  people: readonly { name: string; email: string }[],
  channels: readonly string[],
  today: () => Date,
): SlackState {
  const state: SlackState = {
    today,
    users: people.map(({ name, email }, index) => ({ id: idOf('U', index), name, email, standing: 'member' })),
    gone: null,
    conversations: new Map(),
    triggers: new Map(),
    views: [],
    invitations: [],
    lastPosts: new Map(),
    ephemerals: [],
    said: 0,
  };
  for (const name of channels) addChannel(state, { name, isPrivate: false, members: state.users.map(({ id }) => id) });
  return state;
}

export const idOf = (kind: 'U' | 'C' | 'I', index: number): string =>
  `${kind}0SANDBOX${String(index).padStart(3, '0')}`;

export const tsOf = (nowMs: number, count = 0): string =>
  `${Math.floor(nowMs / 1000)}.${String(count).padStart(6, '0')}`;

/** Slack names the blocks that nobody named. */
export const withIds = (blocks: readonly SlackBlock[]): SlackBlock[] =>
  blocks.map((block) => ({ block_id: randomUUID().slice(0, 8), ...block }));

const nextTs = (state: SlackState, nowMs: number): string => {
  state.said += 1;
  return tsOf(nowMs, state.said);
};

export function addMessage(
  state: SlackState,
  { messages }: SlackConversation,
  { blocks, ...content }: Omit<SlackMessage, 'ts' | 'at' | 'editedAt'>,
  nowMs: number,
): SlackMessage {
  const at = state.today().toISOString();
  const message = { ts: nextTs(state, nowMs), at, editedAt: null, ...content, blocks: withIds(blocks) };
  messages.push(message);
  return message;
}

export function addEphemeral(
  state: SlackState,
  { blocks, ...content }: Omit<SlackEphemeral, 'id' | 'ts' | 'at'>,
  nowMs: number,
): SlackEphemeral {
  const at = state.today().toISOString();
  const ephemeral = { id: randomUUID(), ts: nextTs(state, nowMs), at, ...content, blocks: withIds(blocks) };
  state.ephemerals = [...state.ephemerals, ephemeral].slice(-keptEphemerals);
  return ephemeral;
}

export function addChannel(
  state: SlackState,
  { name, isPrivate, members }: Pick<SlackConversation, 'name' | 'isPrivate' | 'members'>,
): SlackConversation {
  const id = idOf('C', state.conversations.size);
  const made = { id, name, userId: null, members, isPrivate, isArchived: false, messages: [] };
  state.conversations.set(id, made);
  return made;
}

export function directMessageOf(state: SlackState, userId: string): SlackConversation {
  const id = userId.replace(/^U/, 'D');
  const conversation = state.conversations.get(id) ?? {
    id,
    name: 'directmessage',
    userId,
    members: [userId, bot.user_id],
    isPrivate: true,
    isArchived: false,
    messages: [],
  };
  state.conversations.set(id, conversation);
  return conversation;
}

/** As Slack tells it. */
export const wireOf = ({ at: _at, editedAt: _editedAt, unfurls: _unfurls, ...message }: SlackMessage) => ({
  type: 'message',
  team: bot.team_id,
  ...(message.user === bot.user_id && { bot_id: bot.bot_id, app_id: bot.app_id }),
  ...message,
});
