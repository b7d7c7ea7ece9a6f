/**
 * What Gangway asks of Slack. One `SlackPort` is one workspace; `SlackWorkspaces` hands it out. Calls charge the
 * workspace's buckets by method and, for posts, by channel.
 */
import type { CheckResult } from './ports.ts';

/** A block as Slack wants it; made by pure renderers. */
export type SlackBlock = { type: string } & Record<string, unknown>;

/** Where a message stands: the channel's id and Slack's timestamp, which is the message's id in it. */
export interface SlackPostRef {
  channelId: string;
  ts: string;
}

export interface SlackMessage {
  /** ours, carried in the message's metadata, so that an unclear post can be found again */
  key: string;
  /** what notifications and screen readers say */
  text: string;
  blocks: SlackBlock[];
}

export interface SlackModal {
  callbackId: string;
  /** at most 24 characters, like `submit` and `close` */
  title: string;
  /** null: nothing to send */
  submit: string | null;
  close: string | null;
  /** at most 3,000 characters */
  privateMetadata: string;
  blocks: SlackBlock[];
}

export interface SlackUser {
  userId: string;
  name: string;
  email: string | null;
  timezone: string | null;
  isDeactivated: boolean;
  /** of another workspace, in a channel that is shared with it: whoever runs that decides what their profile says */
  isForeign: boolean;
}

/**
 * Throws slack_throttled (429; nothing was done), slack_unavailable (safe to repeat), slack_unclear (it may have
 * happened), slack_revoked (token revoked, app removed), slack_unreachable (archived, deactivated, not in the channel,
 * not found; `details.slackError`) or slack_rejected (malformed, too long, a scope is missing; `details.slackError`).
 */
export interface SlackPort {
  readonly teamId: string;
  /** `channelId` may be a user's id: the direct message with them, whose id comes back. */
  post(channelId: string, message: SlackMessage): Promise<SlackPostRef>;
  update(ref: SlackPostRef, message: SlackMessage): Promise<void>;
  postEphemeral(channelId: string, userId: string, message: Omit<SlackMessage, 'key'>): Promise<void>;
  /** To whoever gave a command, seen by them alone, wherever they are; half an hour long. */
  respond(responseUrl: string, message: Omit<SlackMessage, 'key'>): Promise<void>;
  /** Among the channel's messages since `since`; asked no sooner than a minute after an unclear failure. */
  findByKey(channelId: string, key: string, since: Date): Promise<SlackPostRef | null>;
  /** Of this workspace. */
  findUserByEmail(email: string): Promise<SlackUser | null>;
  readUser(userId: string): Promise<SlackUser | null>;
  openDirectMessage(userId: string): Promise<{ channelId: string }>;
  /** Within three seconds of the press that `triggerId` came with. */
  openModal(triggerId: string, modal: SlackModal): Promise<{ viewId: string; hash: string }>;
  updateModal(viewId: string, hash: string | null, modal: SlackModal): Promise<void>;
  publishHome(userId: string, blocks: SlackBlock[]): Promise<void>;
  /** `already_exists` where the name is taken. */
  createChannel(name: string, options: { isPrivate: boolean }): Promise<{ channelId: string }>;
  /** Those who are in it already are no error. */
  inviteUsers(channelId: string, userIds: string[]): Promise<void>;
  /** An invitation to somebody of another workspace (Slack Connect). */
  inviteByConnect(channelId: string, email: string): Promise<{ inviteId: string }>;
  archiveChannel(channelId: string): Promise<void>;
  unfurl(ref: SlackPostRef, unfurls: Record<string, { blocks: SlackBlock[] }>): Promise<void>;
  permalink(ref: SlackPostRef): Promise<string>;
  identify(): Promise<{ teamId: string; teamName: string; botUserId: string; scopes: string[] }>;
  /** of the app that the token belongs to */
  appId(): Promise<string>;
  /** Slack takes the token no more. */
  revoke(): Promise<void>;
  check(): Promise<CheckResult[]>;
}

export interface SlackWorkspaces {
  /** null: not installed there, or removed */
  forTeam(teamId: string): Promise<SlackPort | null>;
  list(): Promise<{ teamId: string; teamName: string }[]>;
}
