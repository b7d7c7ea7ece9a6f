/** First answers to requests with an Idempotency-Key, kept for a day. Real time. */
import { randomUUID } from 'node:crypto';
import type { Sql } from './database.ts';

export interface StoredAnswer {
  status: number;
  body: unknown;
}
/** One attempt to answer the first request with a key. */
export interface Attempt {
  actor: string;
  key: string;
  leaseId: string;
}
export type Claim =
  | { kind: 'first'; attempt: Attempt }
  | { kind: 'repeat'; answer: StoredAnswer }
  /** the same key came with another request */
  | { kind: 'other_request' }
  | { kind: 'in_flight' };

/** Whoever has the request says every `renewEveryMs` that it lives; after this long without a word it is taken for dead. */
const leaseSeconds = 5;
export const renewEveryMs = 1_500;

const leaseEnd = `clock_timestamp() + make_interval(secs => ${leaseSeconds})`;

export async function claimKey(
  sql: Sql,
  { actor, key, requestHash }: { actor: string; key: string; requestHash: string },
): Promise<Claim> {
  const leaseId = randomUUID();
  const [claimed] = await sql.query(
    `INSERT INTO idempotency_keys AS k (actor, key, request_hash, created_at, lease_id, leased_until)
     VALUES ($1, $2, $3, clock_timestamp(), $4, ${leaseEnd})
     ON CONFLICT (actor, key) DO UPDATE SET request_hash = excluded.request_hash, status = NULL, body = NULL,
       created_at = excluded.created_at, lease_id = excluded.lease_id, leased_until = excluded.leased_until
     WHERE k.created_at < clock_timestamp() - interval '1 day'
       OR (k.status IS NULL AND k.request_hash = $3 AND coalesce(k.leased_until < clock_timestamp(), true))
     RETURNING 1`,
    [actor, key, requestHash, leaseId],
  );
  if (claimed) return { kind: 'first', attempt: { actor, key, leaseId } };
  const [stored] = await sql.query<{ request_hash: string; status: number | null; body: unknown }>(
    'SELECT request_hash, status, body FROM idempotency_keys WHERE actor = $1 AND key = $2',
    [actor, key],
  );
  if (!stored) return { kind: 'in_flight' };
  if (stored.request_hash !== requestHash) return { kind: 'other_request' };
  return stored.status === null
    ? { kind: 'in_flight' }
    : { kind: 'repeat', answer: { status: stored.status, body: stored.body } };
}

const own = 'actor = $1 AND key = $2 AND lease_id = $3 AND status IS NULL';

export async function renewLease(sql: Sql, { actor, key, leaseId }: Attempt): Promise<void> {
  await sql.query(`UPDATE idempotency_keys SET leased_until = ${leaseEnd} WHERE ${own}`, [actor, key, leaseId]);
}

/** Keeps nothing where another attempt has taken over: the answer that its caller got is that one's. */
export async function keepAnswer(sql: Sql, { actor, key, leaseId }: Attempt, answer: StoredAnswer): Promise<void> {
  await sql.query(`UPDATE idempotency_keys SET status = $4, body = $5, leased_until = NULL WHERE ${own}`, [
    actor,
    key,
    leaseId,
    answer.status,
    JSON.stringify(answer.body ?? null),
  ]);
}

/** So that the caller may try again: nothing came of it, or it was our fault. */
export async function forgetKey(sql: Sql, { actor, key, leaseId }: Attempt): Promise<void> {
  await sql.query(`DELETE FROM idempotency_keys WHERE ${own}`, [actor, key, leaseId]);
}
