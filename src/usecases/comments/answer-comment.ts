/** One of our people answers what somebody wrote: where the words stand, and by message to whoever wrote them. */
import { findComment, type FoundComment, readComment } from '../../db/comments.ts';
import type { Sql } from '../../db/database.ts';
import { commentAnswered } from '../../domain/comment-news.ts';
import type { Actor, OnboardingState } from '../../domain/model.ts';
import { AppError } from '../../errors.ts';
import { type Change, type ChangeDeps, changeOnboarding } from '../change-onboarding.ts';
import { writeComment } from './write-comment.ts';

interface Answer {
  body: string;
  actor: Actor;
}

export async function answerComment(deps: ChangeDeps, commentId: string, { body, actor }: Answer): Promise<void> {
  const { onboardingId, taskId, authorId, authorSide, body: asked } = await requireComment(deps.db, commentId);
  if (authorId === null || authorSide === 'team')
    throw new AppError('not_allowed_now', { message: 'Only what somebody else than our team wrote can be answered' });
  await changeOnboarding(deps, {
    onboardingId,
    actor,
    signalWorkflow: true,
    step: async ({ state, now, tx }) => {
      await readComment(tx, commentId, actor.id, now);
      return answerWords(tx, state, { taskId, body, actor, asked: { personId: authorId, body: asked } }, now);
    },
  });
}

/** The answer itself, whatever it answers. */
export async function answerWords(
  tx: Sql,
  state: OnboardingState,
  { asked, ...words }: Answer & { taskId: string | null; asked: { personId: string; body: string } },
  now: Date,
): Promise<Change> {
  const written = await writeComment(tx, state, { ...words, visibility: 'shared' }, now);
  const told = { ...words, commentId: written.commentId };
  const answered = commentAnswered(state, told, asked, words.actor, now.toISOString());
  return { ...written, intents: [...(written.intents ?? []), answered] };
}

export async function requireComment(sql: Sql, commentId: string): Promise<FoundComment> {
  const comment = await findComment(sql, commentId);
  if (!comment) throw new AppError('not_found', { message: 'There is no such comment', details: { commentId } });
  return comment;
}
