import { v7 as uuid } from 'uuid';
import type { Actor, Visibility } from '../domain/model.ts';
import type { Sql } from './database.ts';

export interface NewComment {
  onboardingId: string;
  /** null: about the onboarding as a whole */
  taskId: string | null;
  actor: Pick<Actor, 'kind' | 'id'>;
  body: string;
  visibility: Visibility;
}

/** By which way it came; a reader should know what a signed-in person did not write. */
const viaOf = ({ kind }: Pick<Actor, 'kind'>): string => (kind === 'link' || kind === 'email' ? kind : 'person');

export const insertComment = (
  tx: Sql,
  { onboardingId, taskId, actor, body, visibility }: NewComment,
  now: Date,
): Promise<unknown> =>
  tx.query(
    'INSERT INTO comments (id, onboarding_id, task_id, author_id, via, body, visibility, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [uuid(), onboardingId, taskId, actor.id, viaOf(actor), body, visibility, now],
  );
