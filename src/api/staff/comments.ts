import type { endpoints } from '../../contracts/api/index.ts';
import { readComment } from '../../db/comments.ts';
import { answerComment, requireComment } from '../../usecases/comments/answer-comment.ts';
import { actorOf } from '../http/caller.ts';
import type { Handler } from '../http/handler.ts';

export const one: Handler<typeof endpoints.getComment> = async ({ params }, { db }) => {
  const { authorId: _author, authorSide: _side, createdAt, ...comment } = await requireComment(db, params.commentId);
  return { ...comment, createdAt: createdAt.toISOString() };
};

export const answer: Handler<typeof endpoints.answerComment> = async ({ params, body, caller }, deps) => {
  await answerComment(deps, params.commentId, { body: body.body, actor: actorOf(caller) });
};

/** A repeat changes nothing. */
export const read: Handler<typeof endpoints.readComment> = async ({ params, caller }, { db, clock }) => {
  await requireComment(db, params.commentId);
  await readComment(db, params.commentId, actorOf(caller).id, clock.now());
};
