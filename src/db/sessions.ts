/** Sign-in tokens and sessions. Only hashes are stored; real time throughout. */
import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';
import type { Side, StaffRole } from '../domain/model.ts';
import type { Sql } from './database.ts';

export const signInMinutes = 15;
/** Of everybody together: enough that no stranger uses a code up at once, and one in 10^8 is not guessed. */
const codeAttempts = 50;

/** A session ends after 12 hours without a request, and after 7 days in any case. */
export const sessionIdleHours = 12;
export const sessionDays = 7;

export interface SignedIn {
  sessionHash: string;
  person: {
    id: string;
    side: Side;
    name: string;
    email: string;
    staffRole: StaffRole | null;
    timezone: string | null;
    locale: string;
  };
}

export const newToken = (): string => randomBytes(32).toString('base64url');
export const newCode = (): string => String(randomInt(100_000_000)).padStart(8, '0');
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');
/** A code is guessable offline from a plain hash, so it is keyed and bound to its address. */
export const hashCode = (secret: string, email: string, code: string): string =>
  createHmac('sha256', secret).update(`sign-in-code:${email}:${code}`).digest('base64url');

/**
 * One statement for known and unknown addresses alike, so that both take as long. `isSpare`: only where they have none that
 * is still good. @returns the person; null for unknown ones, for our people where it is not for them, and where it is spare
 */
export async function storeLoginToken(
  sql: Sql,
  input: {
    email: string;
    tokenHash: string;
    codeHash: string;
    redirectTo: string | null;
    isForStaff: boolean;
    isSpare: boolean;
  },
): Promise<string | null> {
  const { email, tokenHash, codeHash, redirectTo, isForStaff, isSpare } = input;
  const [row] = await sql.query<{ person_id: string }>(
    `INSERT INTO login_tokens (token_hash, code_hash, person_id, created_at, expires_at, redirect_to)
     SELECT $2, $3, id, clock_timestamp(), clock_timestamp() + make_interval(mins => $5), $4 FROM people p WHERE email = $1 AND deactivated_at IS NULL AND (staff_role IS NULL OR $6)
       AND (NOT $7 OR NOT EXISTS (SELECT 1 FROM login_tokens t WHERE t.person_id = p.id AND t.used_at IS NULL AND t.expires_at > clock_timestamp()))
     RETURNING person_id`,
    [email, tokenHash, codeHash, redirectTo, signInMinutes, isForStaff, isSpare],
  );
  return row?.person_id ?? null;
}

export interface UsedToken {
  personId: string;
  /** one of our people, with a role in the console */
  isStaff: boolean;
  redirectTo: string | null;
}

/** Uses the link's token up; of any number of callers one gets it. */
export async function consumeLoginToken(sql: Sql, tokenHash: string): Promise<UsedToken | null> {
  const [row] = await sql.query<{ person_id: string; is_staff: boolean; redirect_to: string | null }>(
    `UPDATE login_tokens t SET used_at = clock_timestamp() FROM people p
     WHERE t.token_hash = $1 AND t.used_at IS NULL AND t.expires_at > clock_timestamp() AND p.id = t.person_id AND p.deactivated_at IS NULL
     RETURNING t.person_id, p.staff_role IS NOT NULL AS is_staff, t.redirect_to`,
    [tokenHash],
  );
  return row ? { personId: row.person_id, isStaff: row.is_staff, redirectTo: row.redirect_to } : null;
}

/** Tries the codes of the address's requests that are still good. The attempt is counted by the statement that compares. */
export async function consumeLoginCode(sql: Sql, email: string, codeHash: string): Promise<UsedToken | null> {
  const rows = await sql.query<{ person_id: string; is_staff: boolean; redirect_to: string | null; is_used: boolean }>(
    `WITH good AS (
       SELECT t.token_hash FROM login_tokens t JOIN people p ON p.id = t.person_id
       WHERE p.email = $1 AND p.deactivated_at IS NULL AND t.used_at IS NULL AND t.expires_at > clock_timestamp() AND t.attempts < $3
       ORDER BY t.token_hash FOR UPDATE OF t
     ) UPDATE login_tokens SET attempts = attempts + 1, used_at = CASE WHEN code_hash = $2 THEN clock_timestamp() END
     WHERE token_hash IN (SELECT token_hash FROM good)
     RETURNING person_id, EXISTS (SELECT 1 FROM people p WHERE p.id = person_id AND p.staff_role IS NOT NULL) AS is_staff, redirect_to, used_at IS NOT NULL AS is_used`,
    [email, codeHash, codeAttempts],
  );
  const used = rows.find((row) => row.is_used);
  return used ? { personId: used.person_id, isStaff: used.is_staff, redirectTo: used.redirect_to } : null;
}

/** A new session; the one that the browser had before ends with it. @returns the cookie's value. */
export async function createSession(
  sql: Sql,
  input: { personId: string; userAgent: string | null; replaces: string | null },
): Promise<string> {
  const token = newToken();
  await sql.query(
    `WITH replaced AS (UPDATE sessions SET revoked_at = clock_timestamp() WHERE token_hash = $4 AND revoked_at IS NULL)
     INSERT INTO sessions (token_hash, person_id, created_at, last_seen_at, expires_at, user_agent)
     VALUES ($1, $2, clock_timestamp(), clock_timestamp(), clock_timestamp() + make_interval(days => $5), $3)`,
    [
      hashToken(token),
      input.personId,
      input.userAgent?.slice(0, 300) ?? null,
      input.replaces ? hashToken(input.replaces) : null,
      sessionDays,
    ],
  );
  return token;
}

const isLive = `s.revoked_at IS NULL AND s.expires_at > clock_timestamp() AND s.last_seen_at > clock_timestamp() - make_interval(hours => ${sessionIdleHours})`;

export async function findSession(sql: Sql, token: string): Promise<SignedIn | null> {
  const sessionHash = hashToken(token);
  const [row] = await sql.query<{ person: SignedIn['person']; is_stale: boolean }>(
    `SELECT jsonb_build_object('id', p.id, 'side', p.side, 'name', p.name, 'email', p.email, 'staffRole', p.staff_role, 'timezone', p.timezone, 'locale', p.locale) AS person,
       s.last_seen_at < clock_timestamp() - interval '1 minute' AS is_stale
     FROM sessions s JOIN people p ON p.id = s.person_id WHERE s.token_hash = $1 AND ${isLive} AND p.deactivated_at IS NULL`,
    [sessionHash],
  );
  if (!row) return null;
  if (row.is_stale)
    await sql.query(`UPDATE sessions SET last_seen_at = clock_timestamp() WHERE token_hash = $1`, [sessionHash]);
  return { sessionHash, person: row.person };
}

export async function revokeSession(sql: Sql, sessionHash: string): Promise<void> {
  await sql.query('UPDATE sessions SET revoked_at = clock_timestamp() WHERE token_hash = $1 AND revoked_at IS NULL', [
    sessionHash,
  ]);
}

/** Which of these sessions may still read the console. */
export async function liveStaffSessions(sql: Sql, sessionHashes: string[]): Promise<Set<string>> {
  const rows = await sql.query<{ token_hash: string }>(
    `SELECT s.token_hash FROM sessions s JOIN people p ON p.id = s.person_id
     WHERE s.token_hash = ANY($1) AND ${isLive} AND p.deactivated_at IS NULL AND p.staff_role IS NOT NULL`,
    [sessionHashes],
  );
  return new Set(rows.map((row) => row.token_hash));
}

export async function findActivePerson(sql: Sql, email: string): Promise<string | null> {
  const [row] = await sql.query<{ id: string }>('SELECT id FROM people WHERE email = $1 AND deactivated_at IS NULL', [
    email,
  ]);
  return row?.id ?? null;
}
