/** Consents with a vendor that were begun, each good for one return of the session that began it. Real time. */
import type { Sql } from './database.ts';
import { hashToken, newToken } from './sessions.ts';

const minutes = 10;

/** @returns the state that the vendor hands back */
export async function beginConsent(sql: Sql, sessionHash: string): Promise<string> {
  const state = newToken();
  await sql.query('DELETE FROM consents WHERE expires_at < clock_timestamp()');
  await sql.query(
    `INSERT INTO consents (state_hash, session_hash, expires_at) VALUES ($1, $2, clock_timestamp() + make_interval(mins => $3))`,
    [hashToken(state), sessionHash, minutes],
  );
  return state;
}

/** @returns whether this session began it, and it was not used yet */
export async function useConsent(sql: Sql, state: string, sessionHash: string): Promise<boolean> {
  const rows = await sql.query(
    'DELETE FROM consents WHERE state_hash = $1 AND session_hash = $2 AND expires_at > clock_timestamp() RETURNING 1',
    [hashToken(state), sessionHash],
  );
  return rows.length > 0;
}
