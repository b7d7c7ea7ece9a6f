/** Words about a task or the onboarding, as one step of a change: kept, told in the story, and to whoever has to read them. */
import { insertComment, type NewComment } from '../../db/comments.ts';
import type { Sql } from '../../db/database.ts';
import { commentReceived } from '../../domain/comment-news.ts';
import { requireTask } from '../../domain/commands/outcome.ts';
import type { Actor, OnboardingState } from '../../domain/model.ts';
import type { Change } from '../change-onboarding.ts';

interface Written extends Change {
  commentId: string;
}

/** @param quote what a message to our people quotes of it; the beginning where left out */
export async function writeComment(
  tx: Sql,
  state: OnboardingState,
  { actor, quote, ...words }: Pick<NewComment, 'taskId' | 'body' | 'visibility'> & { actor: Actor; quote?: string },
  now: Date,
): Promise<Written> {
  const { taskId, body, visibility } = words;
  const { name } = taskId === null ? state.onboarding : requireTask(state, taskId);
  const comment = { onboardingId: state.onboarding.id, actor, ...words, isToRead: visibility === 'shared' };
  const { id, isWaiting } = await insertComment(tx, comment, now);
  const told = { commentId: id, taskId, body: quote ?? body };
  return {
    state,
    commentId: id,
    activity: [{ kind: 'commented', subjectId: taskId, data: { name, visibility } }],
    intents: isWaiting ? commentReceived(state, told, actor, now.toISOString()) : [],
  };
}
