import { mailIsRefused } from '../../db/alerts.ts';
import type { Clock } from '../../db/clock.ts';
import type { Sql } from '../../db/database.ts';
import { isOneReadersRefusal, rememberRefusal } from '../../db/refusals.ts';
import type { AppError } from '../../errors.ts';

/** Whether it is the reader who is not reached. Where we are refused, or may be, administrators hear of it. */
export async function isAboutReader(
  { db, clock }: { db: Sql; clock: Clock },
  message: { id: string; address: string },
  { code, message: said }: Pick<AppError, 'code' | 'message'>,
): Promise<boolean> {
  if (code === 'mail_refused') return true;
  if (code !== 'mail_policy_refused' && code !== 'mail_sender_refused') return false;
  const now = clock.now();
  await rememberRefusal(db, message.id, now);
  if (code === 'mail_policy_refused' && (await isOneReadersRefusal(db, message.address, now))) return true;
  await mailIsRefused(db, said, now);
  return false;
}
