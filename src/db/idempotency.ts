/** First answers to requests with an Idempotency-Key, kept for a day. Real time. */
import type { Sql } from './database.ts';

export interface StoredAnswer {
  status: number;
  body: unknown;
}
export type Claim =
  | { kind: 'first' }
  | { kind: 'repeat'; answer: StoredAnswer }
  /** the same key came with another request */
  | { kind: 'other_request' }
  | { kind: 'in_flight' };

/** After this long without an answer the process that had the request is taken for dead. */
const abandonedAfter = `interval '1 minute'`;

export async function claimKey(sql: Sql, input: { actor: string; key: string; requestHash: string }): Promise<Claim> {
  const values = [input.actor, input.key, input.requestHash];
  const [claimed] = await sql.query(
    `INSERT INTO idempotency_keys AS k (actor, key, request_hash, created_at) VALUES ($1, $2, $3, clock_timestamp())
     ON CONFLICT (actor, key) DO UPDATE SET request_hash = excluded.request_hash, status = NULL, body = NULL, created_at = excluded.created_at
     WHERE k.created_at < clock_timestamp() - interval '1 day' OR (k.status IS NULL AND k.request_hash = $3 AND k.created_at < clock_timestamp() - ${abandonedAfter})
     RETURNING 1`,
    values,
  );
  if (claimed) return { kind: 'first' };
  const [stored] = await sql.query<{ request_hash: string; status: number | null; body: unknown }>(
    'SELECT request_hash, status, body FROM idempotency_keys WHERE actor = $1 AND key = $2',
    [input.actor, input.key],
  );
  if (!stored) return { kind: 'in_flight' };
  if (stored.request_hash !== input.requestHash) return { kind: 'other_request' };
  return stored.status === null
    ? { kind: 'in_flight' }
    : { kind: 'repeat', answer: { status: stored.status, body: stored.body } };
}

export async function keepAnswer(sql: Sql, actor: string, key: string, answer: StoredAnswer): Promise<void> {
  await sql.query('UPDATE idempotency_keys SET status = $3, body = $4 WHERE actor = $1 AND key = $2', [
    actor,
    key,
    answer.status,
    JSON.stringify(answer.body ?? null),
  ]);
}

/** So that the caller may try again: nothing came of it, or it was our fault. */
export async function forgetKey(sql: Sql, actor: string, key: string): Promise<void> {
  await sql.query('DELETE FROM idempotency_keys WHERE actor = $1 AND key = $2 AND status IS NULL', [actor, key]);
}
