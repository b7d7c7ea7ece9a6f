/** Brings posts in Slack up to date with what became of their tasks, wherever that was done. */
import type { SlackPort, SlackWorkspaces } from '../../../integrations/ports-slack.ts';
import type { Drained } from '../../contracts/processes.ts';
import {
  forgetPost,
  nextPostInMs,
  postponePosts,
  settlePost,
  type StalePost,
  takeStalePosts,
} from '../../db/slack-posts.ts';
import { isAppError } from '../../errors.ts';
import { composeSlack } from './compose-slack.ts';
import type { ComposeDeps } from './compose.ts';

export interface UpdatePostsDeps extends ComposeDeps {
  /** absent: Slack is off */
  slack?: SlackWorkspaces | null;
}

const batchSize = 20;
const awayMs = 30_000;
/** a workspace that was disconnected may be connected again */
const disconnectedMs = 3_600_000;

/** One batch, the longest untrue first. A workspace that is slow or away keeps only its own posts waiting. */
export async function updatePosts(deps: UpdatePostsDeps): Promise<Drained> {
  await deps.clock.refresh();
  const taken = await takeStalePosts(deps.db, deps.clock.now(), batchSize);
  const byTeam = Map.groupBy(taken, ({ teamId }) => teamId);
  await Promise.all([...byTeam].map(([teamId, posts]) => updateTeam(deps, teamId, posts)));
  return { hasMore: taken.length === batchSize, wakeInMs: await nextPostInMs(deps.db) };
}

async function updateTeam(deps: UpdatePostsDeps, teamId: string, posts: StalePost[]): Promise<void> {
  const port = (await deps.slack?.forTeam(teamId)) ?? null;
  for (const [index, post] of posts.entries()) {
    const waitMs = port === null ? disconnectedMs : await update(deps, port, post);
    if (waitMs === null) continue;
    const left = posts.slice(index).map(({ messageId }) => messageId);
    return postponePosts(deps.db, left, port === null ? 'The workspace is not connected' : 'Slack is away', waitMs);
  }
}

/** @returns how long its workspace is to be left alone, null: it is not */
async function update(deps: UpdatePostsDeps, port: SlackPort, post: StalePost): Promise<number | null> {
  const composed = await composeSlack(deps, post.messageId, { isPosted: true });
  if (!composed) {
    await forgetPost(deps.db, post.messageId);
    return null;
  }
  if (composed.shown !== post.shown) {
    try {
      await port.update({ channelId: post.channelId, ts: post.ts }, composed.message);
    } catch (error) {
      if (!isAppError(error)) throw error;
      switch (error.code) {
        // writing it twice shows the same
        case 'slack_unclear':
        case 'slack_unavailable':
        case 'slack_throttled':
          return error.retryAfterMs ?? awayMs;
        case 'slack_revoked':
          return disconnectedMs;
        case 'slack_unreachable':
        case 'slack_rejected':
          await forgetPost(deps.db, post.messageId);
          return null;
        default:
          throw error;
      }
    }
  }
  await settlePost(deps.db, post, composed.shown);
  return null;
}
