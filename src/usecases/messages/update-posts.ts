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
/** a fault of ours may be mended by then */
const faultyMs = 3_600_000;
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
  try {
    const composed = await composeSlack(deps, post.messageId, { isPosted: true });
    if (!composed) await forgetPost(deps.db, post.messageId);
    else {
      const { channelId, ts } = post;
      if (composed.shown !== post.shown) await port.update({ channelId, ts }, composed.message);
      await settlePost(deps.db, post, composed.shown);
    }
    return null;
  } catch (error) {
    return endBadly(deps, post, error);
  }
}

async function endBadly({ db }: UpdatePostsDeps, post: StalePost, error: unknown): Promise<number | null> {
  switch (isAppError(error) ? error.code : null) {
    // writing it twice shows the same
    case 'slack_unclear':
    case 'slack_unavailable':
    case 'slack_throttled':
      return (isAppError(error) ? error.retryAfterMs : undefined) ?? awayMs;
    case 'slack_revoked':
      return disconnectedMs;
    case 'slack_unreachable':
    case 'slack_rejected':
    case 'not_found':
      await forgetPost(db, post.messageId);
      return null;
    default:
      // one that cannot be written keeps no other waiting
      await postponePosts(db, [post.messageId], error instanceof Error ? error.message : String(error), faultyMs);
      return null;
  }
}
