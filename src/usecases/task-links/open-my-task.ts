import type { Sql } from '../../db/database.ts';
import { createTaskLinks, isOwnTask, type LinkTarget, ownerInPlaceOf } from '../../db/links.ts';
import { blockersAskedOf } from '../../db/asked-blockers.ts';
import { newToken } from '../../db/sessions.ts';
import { AppError } from '../../errors.ts';

/** For its owner or who stands in, or who is asked for what it lacks, signed in. @returns the secret part of a new link to the task's page */
export async function openMyTask(sql: Sql, target: LinkTarget, now: Date): Promise<string> {
  const isOwn = await isOwnTask(sql, target, now);
  if (!isOwn && (await blockersAskedOf(sql, target, now)).length === 0)
    throw new AppError('not_found', { message: 'This task is not yours, or not any more' });
  const token = newToken();
  await createTaskLinks(
    sql,
    [{ ...target, inPlaceOfId: await ownerInPlaceOf(sql, target, now), isForBlockers: !isOwn }],
    () => token,
  );
  return token;
}
