import type { Sql } from './database.ts';

const mailsPerStatement = 500;

/**
 * Removes the content of mails that were settled before `before`, some at a time; their text and what became of them is
 * kept for good, and what waits for a person stays whole. @returns how many
 */
export async function purgeRawMails(sql: Sql, before: Date): Promise<number> {
  for (let removed = 0; ;) {
    const [row] = await sql.query<{ removed: number }>(
      `WITH old AS (
         SELECT id FROM inbound_mails WHERE is_raw_kept AND state IN ('handled', 'ignored') AND handled_at < $1 ORDER BY handled_at LIMIT $2
       ), gone AS (DELETE FROM inbound_mail_contents c USING old WHERE c.mail_id = old.id),
       marked AS (UPDATE inbound_mails m SET is_raw_kept = false FROM old WHERE m.id = old.id RETURNING 1)
       SELECT count(*)::int AS removed FROM marked`,
      [before, mailsPerStatement],
    );
    removed += row?.removed ?? 0;
    if ((row?.removed ?? 0) < mailsPerStatement) return removed;
  }
}
