/** One Slack workspace in memory, which does what a test says. */
import type {
  SlackBlock,
  SlackMessage,
  SlackPort,
  SlackPostRef,
  SlackWorkspaces,
} from '../../integrations/ports-slack.ts';
import { AppError, type ErrorCode } from '../../src/errors.ts';

export interface StandingPost extends SlackMessage, SlackPostRef {
  updates: number;
}
type Method = 'post' | 'update' | 'findByKey' | 'findUserByEmail' | 'createChannel' | 'inviteUsers' | 'inviteByConnect';

export interface ScriptedSlack extends SlackWorkspaces {
  readonly port: SlackPort;
  readonly posts: StandingPost[];
  readonly calls: string[];
  readonly channels: Map<string, { name: string; isPrivate: boolean; members: string[]; invited: string[] }>;
  /** what the next calls of a method end with, one each; then all goes well. `lost`: it was done, and the answer did not come; `killed`: nor did the process live on */
  failures: Partial<Record<Method, (ErrorCode | 'lost' | 'killed' | AppError)[]>>;
  /** user ids by address */
  readonly users: Map<string, string>;
  /** everybody's */
  timezone: string | null;
  isInstalled: boolean;
  /** runs while a post is under way */
  meanwhile: (() => Promise<unknown>) | null;
}

export const teamId = 'T1';

export function scriptedSlack(): ScriptedSlack {
  let count = 0;
  const slack: ScriptedSlack = {
    posts: [],
    calls: [],
    channels: new Map(),
    users: new Map(),
    timezone: null,
    failures: {},
    isInstalled: true,
    meanwhile: null,
    forTeam: (team) => Promise.resolve(slack.isInstalled && team === teamId ? port : null),
    list: () => Promise.resolve(slack.isInstalled ? [{ teamId, teamName: 'Northwind' }] : []),
    get port() {
      return port;
    },
  };
  /** @returns how it ends after all is done */
  const begin = (method: Method): 'well' | 'lost' | 'killed' => {
    slack.calls.push(method);
    const failure = slack.failures[method]?.shift();
    if (failure === undefined) return 'well';
    if (failure === 'lost' || failure === 'killed') return failure;
    throw typeof failure === 'string' ? new AppError(failure, { message: `scripted ${failure}` }) : failure;
  };
  const end = (how: 'well' | 'lost' | 'killed'): void => {
    if (how === 'killed') throw new Error('the process was killed');
    if (how === 'lost') throw new AppError('slack_unclear', { message: 'the answer was lost' });
  };
  const directMessage = (id: string): string => (id.startsWith('U') ? `D${id.slice(1)}` : id);
  const unused = (): never => {
    throw new Error('not part of this test');
  };
  const port: SlackPort = {
    teamId,
    async post(channel, message) {
      const how = begin('post');
      await slack.meanwhile?.();
      const ref = { channelId: directMessage(channel), ts: `17000000${String(++count).padStart(2, '0')}.000100` };
      slack.posts.push({ ...message, ...ref, updates: 0 });
      end(how);
      return ref;
    },
    async update(ref, message) {
      const how = begin('update');
      const post = slack.posts.find(({ ts }) => ts === ref.ts);
      if (!post) throw new AppError('slack_unreachable', { message: 'message_not_found' });
      Object.assign(post, message, { updates: post.updates + 1 });
      end(how);
    },
    async findByKey(channelId, key) {
      end(begin('findByKey'));
      const post = slack.posts.find((candidate) => candidate.channelId === channelId && candidate.key === key);
      return post ? { channelId: post.channelId, ts: post.ts } : null;
    },
    openDirectMessage: (userId) => Promise.resolve({ channelId: directMessage(userId) }),
    async createChannel(name, { isPrivate }) {
      const how = begin('createChannel');
      for (const channel of slack.channels.values())
        if (channel.name === name) throw new AppError('already_exists', { message: 'name_taken' });
      const channelId = `C${++count}`;
      slack.channels.set(channelId, { name, isPrivate, members: [], invited: [] });
      end(how);
      return { channelId };
    },
    async inviteUsers(channelId, userIds) {
      end(begin('inviteUsers'));
      slack.channels.get(channelId)?.members.push(...userIds);
    },
    async findUserByEmail(email) {
      end(begin('findUserByEmail'));
      const userId = slack.users.get(email);
      return userId === undefined
        ? null
        : { userId, name: email, email, timezone: slack.timezone, isDeactivated: false, isForeign: false };
    },
    async inviteByConnect(channelId, email) {
      end(begin('inviteByConnect'));
      slack.channels.get(channelId)?.invited.push(email);
      return { inviteId: `I${++count}` };
    },
    postEphemeral: unused,
    respond: unused,
    async readUser(userId) {
      const [email] = [...slack.users].find(([, id]) => id === userId) ?? [];
      return email === undefined
        ? null
        : { userId, name: email, email, timezone: slack.timezone, isDeactivated: false, isForeign: false };
    },
    openModal: unused,
    updateModal: unused,
    publishHome: unused,
    archiveChannel: unused,
    unfurl: unused,
    permalink: unused,
    identify: unused,
    appId: unused,
    revoke: unused,
    check: () => Promise.resolve([]),
  };
  return slack;
}

export const saidIn = (blocks: SlackBlock[]): string => JSON.stringify(blocks);
