/** How far each mailbox was read, and since when that fails. */
import type { MailboxPosition } from '../../integrations/ports-mail.ts';
import type { Sql } from './database.ts';

export async function findMailboxPosition(sql: Sql, mailbox: string): Promise<MailboxPosition | null> {
  const [row] = await sql.query<{ uid_validity: string; last_uid: string }>(
    'SELECT uid_validity, last_uid FROM mailbox_positions WHERE mailbox = $1',
    [mailbox],
  );
  return row ? { uidValidity: row.uid_validity, lastUid: Number(row.last_uid) } : null;
}

export const storeMailboxPosition = (
  sql: Sql,
  mailbox: string,
  { uidValidity, lastUid }: MailboxPosition,
  now: Date,
): Promise<unknown> =>
  sql.query(
    `INSERT INTO mailbox_positions (mailbox, uid_validity, last_uid, read_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (mailbox) DO UPDATE SET uid_validity = excluded.uid_validity, last_uid = excluded.last_uid, read_at = excluded.read_at, failing_since = NULL, error = NULL`,
    [mailbox, uidValidity, lastUid, now],
  );

/** Before the first success nothing is known of the mailbox but that it fails. */
export const noteMailboxFailure = (sql: Sql, mailbox: string, error: string, now: Date): Promise<unknown> =>
  sql.query(
    `INSERT INTO mailbox_positions (mailbox, uid_validity, last_uid, read_at, failing_since, error) VALUES ($1, '', 0, $3, $3, $2)
     ON CONFLICT (mailbox) DO UPDATE SET failing_since = coalesce(mailbox_positions.failing_since, excluded.failing_since), error = excluded.error`,
    [mailbox, error.slice(0, 500), now],
  );

export async function failingMailbox(sql: Sql): Promise<{ mailbox: string; since: Date; error: string } | null> {
  const [row] = await sql.query<{ mailbox: string; since: Date; error: string }>(
    `SELECT mailbox, failing_since AS since, coalesce(error, '') AS error FROM mailbox_positions WHERE failing_since IS NOT NULL ORDER BY failing_since LIMIT 1`,
  );
  return row ?? null;
}
