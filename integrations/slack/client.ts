/** One Slack workspace. The client's own retries and queue are off: it would repeat posts, and pause all methods for one. */
import { LogLevel, type WebAPICallResult, WebClient } from '@slack/web-api';
import { z } from 'zod';
import { AppError, isAppError } from '../../src/errors.ts';
import type { SlackMessage, SlackModal, SlackPort, SlackPostRef, SlackUser } from '../ports-slack.ts';
import { checkWorkspace } from './check.ts';
import { describeFailure } from './errors.ts';
import { checkBlocks, checkModal } from './limits.ts';
import { channelClass, methodClass } from './rates.ts';
import { respond } from './respond.ts';
import * as schemas from './schemas.ts';

export interface SlackGate {
  acquire(limitClass: string): Promise<void>;
  block(limitClass: string, ms: number): Promise<void>;
}

export interface SlackOptions {
  teamId: string;
  token: string;
  gate: SlackGate;
  /** https://slack.com/api/ unless told otherwise */
  apiUrl?: string | undefined;
  timeoutMs?: number;
  /** told of a token that Slack takes no more */
  onRevoked?(error: AppError): Promise<unknown>;
}

const eventType = 'gangway_message';
const historyPages = 3;
const defaultTimeoutMs = 10_000;
const creations = new Set(['chat.postMessage', 'conversations.create', 'conversations.inviteShared']);
/** What fails is thrown, and logged once by whoever meets it. */
export const quiet = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

export function createSlackPort(options: SlackOptions): SlackPort {
  const { teamId, timeoutMs = defaultTimeoutMs } = options;
  const call = createCall(options);
  const post = (args: Record<string, unknown>, channelId: string): Promise<{ channel: string; ts: string }> =>
    call('chat.postMessage', args, schemas.postedSchema, channelClass(channelId));
  const lookUp = async (method: string, args: Record<string, unknown>): Promise<SlackUser> =>
    userOf(await call(method, args, schemas.userSchema), teamId);
  return {
    teamId,
    async post(channelId, message) {
      checkBlocks(message.blocks, 'message');
      const { channel, ts } = await post({ channel: channelId, ...bodyOf(message), ...quietLinks }, channelId);
      return { channelId: channel, ts };
    },
    async update({ channelId, ts }, message) {
      checkBlocks(message.blocks, 'message');
      await call('chat.update', { channel: channelId, ts, ...bodyOf(message) }, nothing);
    },
    async postEphemeral(channelId, userId, { text, blocks }) {
      checkBlocks(blocks, 'message');
      const said = { channel: channelId, user: userId, text, ...(blocks.length > 0 && { blocks }) };
      await call('chat.postEphemeral', said, nothing);
    },
    respond: (responseUrl, message) => respond(responseUrl, message, { apiUrl: options.apiUrl, timeoutMs }),
    findByKey: (channelId, key, since) => findByKey(call, channelId, key, since),
    async findUserByEmail(email) {
      const user = await orNull(() => lookUp('users.lookupByEmail', { email }));
      return user?.isForeign === true ? null : user;
    },
    readUser: (user) => orNull(() => lookUp('users.info', { user })),
    async openDirectMessage(userId) {
      const { channel } = await call('conversations.open', { users: userId }, schemas.channelSchema);
      return { channelId: channel.id };
    },
    async openModal(triggerId, modal) {
      const { view } = await call('views.open', { trigger_id: triggerId, view: viewOf(modal) }, schemas.viewSchema);
      return { viewId: view.id, hash: view.hash };
    },
    async updateModal(viewId, hash, modal) {
      await call('views.update', { view_id: viewId, ...(hash && { hash }), view: viewOf(modal) }, nothing);
    },
    async publishHome(userId, blocks) {
      checkBlocks(blocks, 'view');
      await call('views.publish', { user_id: userId, view: { type: 'home', blocks } }, nothing);
    },
    async createChannel(name, { isPrivate }) {
      const { channel } = await call('conversations.create', { name, is_private: isPrivate }, schemas.channelSchema);
      return { channelId: channel.id };
    },
    async inviteUsers(channelId, userIds) {
      // one who is in it already makes Slack refuse all of them
      for (const userId of userIds) await inviteUser(call, channelId, userId);
    },
    async inviteByConnect(channelId, email) {
      const args = { channel: channelId, emails: [email], external_limited: true };
      const { invite_id: inviteId } = await call('conversations.inviteShared', args, schemas.invitedSchema);
      return { inviteId };
    },
    async archiveChannel(channelId) {
      await call('conversations.archive', { channel: channelId }, nothing);
    },
    async unfurl({ channelId, ts }, unfurls) {
      for (const { blocks } of Object.values(unfurls)) checkBlocks(blocks, 'message');
      await call('chat.unfurl', { channel: channelId, ts, unfurls }, nothing);
    },
    async permalink({ channelId, ts }) {
      const args = { channel: channelId, message_ts: ts };
      return (await call('chat.getPermalink', args, schemas.permalinkSchema)).permalink;
    },
    identify: () => identify(call),
    async appId() {
      const { bot_id: bot } = await call('auth.test', {}, schemas.identitySchema);
      return (await call('bots.info', { bot }, schemas.botSchema)).bot.app_id;
    },
    async revoke() {
      await call('auth.revoke', {}, nothing);
    },
    check: () => checkWorkspace(() => identify(call)),
  };
}

const nothing = z.unknown();
const quietLinks = { unfurl_links: false, unfurl_media: false };

type Call = <T>(method: string, args: Record<string, unknown>, answer: z.ZodType<T>, channel?: string) => Promise<T>;

function createCall({ token, gate, apiUrl, timeoutMs = defaultTimeoutMs, onRevoked }: SlackOptions): Call {
  const client = new WebClient(token, {
    ...(apiUrl && { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    logger: quiet,
  });
  return async (method, args, answer, channel) => {
    const doing = { method, isCreation: creations.has(method) };
    await gate.acquire(methodClass(method));
    if (channel !== undefined) await gate.acquire(channel);
    let result: WebAPICallResult;
    try {
      result = await client.apiCall(method, args);
    } catch (cause) {
      const error = describeFailure(cause, doing);
      if (error.code === 'slack_throttled') await gate.block(methodClass(method), error.retryAfterMs ?? 1000);
      if (error.code === 'slack_revoked') await onRevoked?.(error);
      throw error;
    }
    const read = answer.safeParse(result);
    if (read.success) return read.data;
    throw new AppError(doing.isCreation ? 'slack_unclear' : 'slack_unavailable', {
      message: `Slack answered ${method} in an unexpected form`,
      cause: read.error,
    });
  };
}

const bodyOf = ({ key, text, blocks }: SlackMessage) => ({
  text,
  blocks,
  metadata: { event_type: eventType, event_payload: { key } },
});

const plain = (text: string) => ({ type: 'plain_text', text, emoji: true });

function viewOf(modal: SlackModal): Record<string, unknown> {
  checkModal(modal);
  const { callbackId, title, submit, close, privateMetadata, blocks } = modal;
  return {
    type: 'modal',
    callback_id: callbackId,
    title: plain(title),
    ...(submit !== null && { submit: plain(submit) }),
    ...(close !== null && { close: plain(close) }),
    private_metadata: privateMetadata,
    blocks,
  };
}

async function findByKey(call: Call, channel: string, key: string, since: Date): Promise<SlackPostRef | null> {
  let cursor = '';
  for (let page = 0; page < historyPages; page += 1) {
    const { messages, response_metadata: more } = await call(
      'conversations.history',
      {
        channel,
        oldest: String(since.getTime() / 1000),
        include_all_metadata: true,
        limit: 200,
        ...(cursor && { cursor }),
      },
      schemas.historySchema,
    );
    const found = messages.find(
      ({ metadata }) => metadata?.event_type === eventType && metadata.event_payload['key'] === key,
    );
    if (found) return { channelId: channel, ts: found.ts };
    cursor = more?.next_cursor ?? '';
    if (cursor === '') return null;
  }
  return null;
}

function userOf({ user }: z.infer<typeof schemas.userSchema>, teamId: string): SlackUser {
  const teams = [user.team_id, ...(user.enterprise_user?.teams ?? [])];
  return {
    userId: user.id,
    name: user.profile.real_name ?? user.real_name ?? user.name,
    email: user.profile.email?.toLowerCase() ?? null,
    timezone: user.tz ?? null,
    isDeactivated: user.deleted,
    isForeign: !teams.includes(teamId),
  };
}

async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (isAppError(error) && error.code === 'slack_unreachable') return null;
    throw error;
  }
}

const alreadyThere = new Set(['already_in_channel', 'cant_invite_self']);

async function inviteUser(call: Call, channel: string, userId: string): Promise<void> {
  try {
    await call('conversations.invite', { channel, users: userId }, nothing);
  } catch (error) {
    if (!isAppError(error) || !alreadyThere.has(String(error.details['slackError']))) throw error;
  }
}

async function identify(call: Call): ReturnType<SlackPort['identify']> {
  const said = await call('auth.test', {}, schemas.identitySchema);
  return {
    teamId: said.team_id,
    teamName: said.team,
    botUserId: said.user_id,
    scopes: said.response_metadata.scopes,
  };
}
