import type { Sql } from '../../db/database.ts';
import { createTaskLinks, isOwnTask, type LinkTarget } from '../../db/links.ts';
import { AppError } from '../../errors.ts';

/** For its owner, signed in. @returns the secret part of a new link to the task's page */
export async function openMyTask(sql: Sql, target: LinkTarget): Promise<string> {
  const [link] = (await isOwnTask(sql, target)) ? await createTaskLinks(sql, [target]) : [];
  if (!link) throw new AppError('not_found', { message: 'This task is not yours, or not any more' });
  return link.token;
}
