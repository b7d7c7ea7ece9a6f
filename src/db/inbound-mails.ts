/** Mails that came in: stored before they are acknowledged, once, and handled one after the other. */
import type { Sql } from './database.ts';
import { enqueue, workflowOf } from './outbox.ts';

export type InboundState = 'pending' | 'handled' | 'needs_review' | 'ignored' | 'quarantined';
export type InboundSource = 'imap' | 'postmark' | 'relay' | 'bounce';

export interface ReceivedMail {
  id: string;
  dedupeKey: string;
  source: InboundSource;
  recipient: string | null;
  raw: Buffer;
}

/** All incoming mail is handled by one workflow; this names it. */
export const mailIntakeId = '00000000-0000-4000-8000-6d61696c696e';

/** @returns whether it was new. */
export async function storeInboundMail(tx: Sql, mail: ReceivedMail, now: Date): Promise<boolean> {
  const rows = await tx.query(
    `WITH stored AS (
       INSERT INTO inbound_mails (id, dedupe_key, source, recipient, size, received_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (dedupe_key) DO NOTHING RETURNING id
     ) INSERT INTO inbound_mail_contents (mail_id, raw) SELECT id, $7 FROM stored RETURNING 1`,
    [mail.id, mail.dedupeKey, mail.source, mail.recipient, mail.raw.length, now, mail.raw],
  );
  if (rows.length > 0) await enqueueMailIntake(tx);
  return rows.length > 0;
}

/** A mail whose content was not taken; a person sees that there was one. */
export async function storeRefusedMail(
  tx: Sql,
  mail: Omit<ReceivedMail, 'raw'> & { size: number; from: string | null; subject: string | null; reason: string },
  now: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO inbound_mails (id, dedupe_key, source, recipient, size, received_at, state, reason, handled_at, from_address, subject)
     VALUES ($1, $2, $3, $4, $5, $6, 'quarantined', $7, $6, $8, $9) ON CONFLICT (dedupe_key) DO NOTHING`,
    [mail.id, mail.dedupeKey, mail.source, mail.recipient, mail.size, now, mail.reason, mail.from, mail.subject],
  );
  await tx.query(`SELECT pg_notify('live', '{"type":"queue"}')`);
}

export const enqueueMailIntake = (sql: Sql): Promise<void> =>
  enqueue(sql, [{ ...workflowOf('mail_intake', mailIntakeId), priority: 1 }]);

export interface PendingMail {
  id: string;
  source: InboundSource;
  recipient: string | null;
  raw: Buffer;
  receivedAt: Date;
  attempts: number;
}

/** The oldest one that waits, counting the attempt: one that ends the process each time must not stop the others. */
export async function takePendingMail(sql: Sql, except: string[]): Promise<PendingMail | null> {
  const [row] = await sql.query<PendingMail>(
    `WITH next AS (
       UPDATE inbound_mails SET attempts = attempts + 1 WHERE id = (
         SELECT id FROM inbound_mails WHERE state = 'pending' AND id <> ALL($1::uuid[]) ORDER BY received_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
       ) RETURNING id, source, recipient, received_at, attempts
     ) SELECT n.id, n.source, n.recipient, n.received_at AS "receivedAt", n.attempts, c.raw FROM next n JOIN inbound_mail_contents c ON c.mail_id = n.id`,
    [except],
  );
  return row ?? null;
}

/** How many of this sender were taken in the hour before this one. It stays the same however often this one is tried. */
export async function countMailsBefore(sql: Sql, { receivedAt }: PendingMail, from: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM inbound_mails WHERE state IN ('handled', 'needs_review') AND from_address = $1
       AND received_at > $2::timestamptz - interval '1 hour' AND received_at <= $2`,
    [from, receivedAt],
  );
  return row?.count ?? 0;
}

export async function readRawMail(sql: Sql, id: string): Promise<Buffer | null> {
  const [row] = await sql.query<{ raw: Buffer }>('SELECT raw FROM inbound_mail_contents WHERE mail_id = $1', [id]);
  return row?.raw ?? null;
}

export interface Settlement {
  state: Exclude<InboundState, 'pending'>;
  reason: string | null;
  fromAddress: string | null;
  subject: string | null;
  text: string | null;
  personId: string | null;
  onboardingId: string | null;
  taskId: string | null;
  proposal: unknown;
}

/** @returns false when somebody settled it meanwhile. */
export async function settleInboundMail(tx: Sql, id: string, settled: Settlement, now: Date): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE inbound_mails SET state = $2, reason = $3, handled_at = $4, from_address = $5, subject = $6, text = $7,
       person_id = $8, onboarding_id = $9, task_id = $10, proposal = $11 WHERE id = $1 AND state = 'pending' RETURNING 1`,
    [
      id,
      settled.state,
      settled.reason,
      now,
      settled.fromAddress,
      settled.subject,
      settled.text,
      settled.personId,
      settled.onboardingId,
      settled.taskId,
      settled.proposal === null ? null : JSON.stringify(settled.proposal),
    ],
  );
  if (rows.length > 0 && (settled.state === 'needs_review' || settled.state === 'quarantined'))
    await tx.query(`SELECT pg_notify('live', '{"type":"queue"}')`);
  return rows.length > 0;
}

/** A person decided. @returns false when it was decided before. */
export async function decideInboundMail(
  tx: Sql,
  id: string,
  { state, reason, by }: { state: 'handled' | 'ignored'; reason: string; by: string | null },
  now: Date,
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE inbound_mails SET state = $2, reason = concat_ws(' · ', reason, $3::text), decided_by_id = $4, handled_at = $5
     WHERE id = $1 AND state IN ('needs_review', 'quarantined') RETURNING 1`,
    [id, state, reason, by, now],
  );
  if (rows.length > 0) await tx.query(`SELECT pg_notify('live', '{"type":"queue"}')`);
  return rows.length > 0;
}
