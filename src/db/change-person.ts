import pg from 'pg';
import { AppError } from '../errors.ts';
import type { Sql } from './database.ts';
import { toSnakeKey } from './rows.ts';

/** Columns that a person's own data may change. */
export interface PersonChanges {
  name?: string;
  email?: string;
  timezone?: string | null;
  locale?: string;
  workDays?: number[];
  workStart?: number;
  workEnd?: number;
  holidayCountry?: string | null;
  absentFrom?: string | null;
  absentUntil?: string | null;
  delegateId?: string | null;
  coverId?: string | null;
  coverFrom?: string | null;
  coverUntil?: string | null;
  managerId?: string | null;
  staffRole?: string | null;
  unreachableSince?: null;
  unreachableReason?: null;
  deactivatedAt?: Date | null;
}

export async function updatePersonRow(sql: Sql, personId: string, changes: PersonChanges): Promise<void> {
  const given = columnsOf(changes);
  if (given.length === 0) return;
  const sets = given.map(([column], index) => `${column} = $${index + 2}`);
  await refuseTakenAddress(() =>
    sql.query(`UPDATE people SET ${sets.join(', ')} WHERE id = $1`, [personId, ...given.map(([, value]) => value)]),
  );
}

export async function insertPersonRow(
  sql: Sql,
  person: { id: string; side: string; createdAt: Date } & PersonChanges,
): Promise<void> {
  const given = columnsOf(person);
  await refuseTakenAddress(() =>
    sql.query(
      `INSERT INTO people (${given.map(([column]) => column).join(', ')}) VALUES (${given.map((_, index) => `$${index + 1}`).join(', ')})`,
      given.map(([, value]) => value),
    ),
  );
}

const columnsOf = (given: object): [string, unknown][] =>
  Object.entries(given).flatMap(([name, value]: [string, unknown]) =>
    value === undefined ? [] : [[toSnakeKey(name), value] as [string, unknown]],
  );

const uniqueViolation = '23505';

async function refuseTakenAddress<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === uniqueViolation)
      throw new AppError('already_exists', { message: 'Somebody with this address is known already', cause: error });
    throw error;
  }
}

/** The ids behind a person's delegate, nearest first. */
export async function delegatesBehind(sql: Sql, delegateId: string): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `WITH RECURSIVE chain(id, delegate_id, depth) AS (
       SELECT id, delegate_id, 0 FROM people WHERE id = $1
       UNION SELECT p.id, p.delegate_id, chain.depth + 1 FROM chain JOIN people p ON p.id = chain.delegate_id WHERE chain.depth < 20
     ) SELECT id FROM chain ORDER BY depth`,
    [delegateId],
  );
  return rows.map((row) => row.id);
}

/** By a role in it or a task of it. */
export async function haveOnboardingInCommon(sql: Sql, personId: string, otherId: string): Promise<boolean> {
  const rows = await sql.query(
    `WITH part AS (
       SELECT onboarding_id, person_id FROM members WHERE person_id IN ($1, $2) UNION SELECT onboarding_id, owner_id FROM tasks WHERE owner_id IN ($1, $2)
     ) SELECT 1 FROM part GROUP BY onboarding_id HAVING count(*) = 2 LIMIT 1`,
    [personId, otherId],
  );
  return rows.length > 0;
}

export async function activeAdmins(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT id FROM people WHERE staff_role = 'admin' AND deactivated_at IS NULL ORDER BY id FOR UPDATE`,
  );
  return rows.map((row) => row.id);
}

/** Whoever changed address or left is signed out, and links mailed to them are void: others may hold them. */
export async function endAccessOf(sql: Sql, personId: string): Promise<void> {
  await sql.query('UPDATE sessions SET revoked_at = clock_timestamp() WHERE person_id = $1 AND revoked_at IS NULL', [
    personId,
  ]);
  await sql.query('UPDATE login_tokens SET used_at = clock_timestamp() WHERE person_id = $1 AND used_at IS NULL', [
    personId,
  ]);
  await sql.query('UPDATE task_links SET revoked_at = clock_timestamp() WHERE person_id = $1 AND revoked_at IS NULL', [
    personId,
  ]);
}

/** Open onboardings in which somebody has a role, a task or a blocker. */
export async function openOnboardingsOf(sql: Sql, personId: string): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT id FROM onboardings o WHERE status NOT IN ('cancelled', 'transitioned') AND (
       EXISTS (SELECT 1 FROM members m WHERE m.onboarding_id = o.id AND m.person_id = $1) OR EXISTS (SELECT 1 FROM tasks t WHERE t.onboarding_id = o.id AND t.owner_id = $1)
       OR EXISTS (SELECT 1 FROM blockers b WHERE b.onboarding_id = o.id AND b.person_id = $1 AND b.resolved_at IS NULL)) ORDER BY id`,
    [personId],
  );
  return rows.map((row) => row.id);
}
