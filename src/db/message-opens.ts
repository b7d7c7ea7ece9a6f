/** Mails whose image was loaded. Shown only: nothing else reads it. */
import type { Sql } from './database.ts';

/** Whoever loads it that soon is a scanner on the way. */
const scannerSeconds = 10;

/** What is no later than what is known was told before. */
export const countOpen = (
  sql: Sql,
  { messageId, isMachine, at }: { messageId: string; isMachine: boolean; at: Date },
): Promise<unknown> =>
  sql.query(
    `INSERT INTO message_opens AS o (message_id, is_machine, first_at, last_at, count)
     SELECT id, $2 OR coalesce($3 < accepted_at + make_interval(secs => ${scannerSeconds}), state <> 'unclear'), $3, $3, 1
     FROM messages WHERE id = $1 AND channel = 'email'
     ON CONFLICT (message_id, is_machine) DO UPDATE SET last_at = excluded.last_at, count = o.count + 1 WHERE o.last_at < excluded.last_at`,
    [messageId, isMachine, at],
  );

/** The server of its reader took it. */
export const markDelivered = (sql: Sql, messageId: string, at: Date): Promise<unknown> =>
  sql.query(`UPDATE messages SET delivered_at = $2 WHERE id = $1 AND channel = 'email' AND delivered_at IS NULL`, [
    messageId,
    at,
  ]);
