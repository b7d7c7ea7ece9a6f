/** A mail above what is taken, which nobody tells its sender of: what is known of it is seen in the queue. */
import { v7 as uuid } from 'uuid';
import type { Sql } from '../../db/database.ts';
import { storeRefusedMail } from '../../db/inbound-mails.ts';

type RefusedMail = Omit<Parameters<typeof storeRefusedMail>[1], 'id' | 'reason'>;

/** @param left what became of it where it is */
export const refuseLargeMail = (
  tx: Sql,
  mail: RefusedMail,
  { maxBytes, left }: { maxBytes: number; left: string },
  now: Date,
): Promise<void> => {
  const reason = `It has ${megabytes(mail.size)} MB and at most ${megabytes(maxBytes)} are taken; ${left}`;
  return storeRefusedMail(tx, { ...mail, id: uuid(), reason }, now);
};

const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);
