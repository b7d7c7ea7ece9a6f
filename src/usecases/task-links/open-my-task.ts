import type { Sql } from '../../db/database.ts';
import { createTaskLinks, isOwnTask, type LinkTarget } from '../../db/links.ts';
import { blockersAskedOf } from '../../db/message-tasks.ts';
import { AppError } from '../../errors.ts';

/** For its owner or who stands in, or who is asked for what it lacks, signed in. @returns the secret part of a new link to the task's page */
export async function openMyTask(sql: Sql, target: LinkTarget, now: Date): Promise<string> {
  const isTheirs = (await isOwnTask(sql, target, now)) || (await blockersAskedOf(sql, target)).length > 0;
  const [link] = isTheirs ? await createTaskLinks(sql, [target]) : [];
  if (!link) throw new AppError('not_found', { message: 'This task is not yours, or not any more' });
  return link.token;
}
