/** Home tabs that people opened lately, and which of them may no longer say what is true. Real time: somebody looks, or not. */
import type { Sql } from './database.ts';
import { enqueue, slackPosts } from './outbox.ts';

const watchedDays = 3;
/** between two of one home tab, whatever goes on */
const restSeconds = 5;
/** longer than publishing one batch takes */
const heldSeconds = 120;

export interface HomeOf {
  teamId: string;
  userId: string;
  personId: string;
}
export interface StaleHome extends HomeOf {
  shown: string;
  asked: number;
}

/** They look at it now, and it shows this. */
export async function rememberHome(sql: Sql, { teamId, userId, personId }: HomeOf, shown: string): Promise<void> {
  await sql.query(
    `INSERT INTO slack_homes (team_id, user_id, person_id, opened_at, published_at, shown) VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp(), $4)
     ON CONFLICT (team_id, user_id) DO UPDATE SET person_id = excluded.person_id, opened_at = excluded.opened_at, published_at = excluded.published_at, shown = excluded.shown`,
    [teamId, userId, personId, shown],
  );
}

/**
 * For a statement that changes these onboardings and gives tasks to these people: the home tabs that may show it. It sees
 * the owners from before, so that whoever lost a task is among them. One that another transaction is marking just now is
 * left to it rather than waited for: those who wait for each other would be thrown out.
 */
export const markStaleHomes = (onboardingIds: string, ownerIds: string): string =>
  `UPDATE slack_homes h SET asked = h.asked + 1,
     look_at = coalesce(h.look_at, greatest(clock_timestamp() + interval '2 s', h.published_at + interval '${restSeconds} s'))
   FROM (SELECT team_id, user_id FROM slack_homes s WHERE s.opened_at > clock_timestamp() - interval '${watchedDays} days' AND (
       s.person_id = ANY(${ownerIds}::uuid[])
       OR s.person_id IN (SELECT unnest(ARRAY[w.id, w.delegate_id, w.cover_id]) FROM tasks t JOIN people w ON w.id = t.owner_id WHERE t.onboarding_id = ANY(${onboardingIds}::uuid[])
         UNION ALL SELECT b.person_id FROM blockers b WHERE b.onboarding_id = ANY(${onboardingIds}::uuid[]))
       OR EXISTS (SELECT 1 FROM members m JOIN people p ON p.id = m.person_id WHERE m.onboarding_id = ANY(${onboardingIds}::uuid[])
         AND (p.id = s.person_id OR p.cover_id = s.person_id OR m.role = 'team.csm' AND p.manager_id = s.person_id)))
     ORDER BY team_id, user_id FOR UPDATE SKIP LOCKED) AS opened
   WHERE h.team_id = opened.team_id AND h.user_id = opened.user_id RETURNING h.user_id`;

/** Something changed of these onboardings, or for these people, that no decision stored. */
export async function followInHomes(
  tx: Sql,
  { onboardingIds = [], personIds = [] }: { onboardingIds?: string[]; personIds?: string[] },
): Promise<void> {
  const marked = await tx.query(markStaleHomes('$1', '$2'), [onboardingIds, personIds]);
  if (marked.length > 0) await enqueue(tx, [slackPosts]);
}

/** Nobody else takes them meanwhile. */
export const takeStaleHomes = (sql: Sql, limit: number): Promise<StaleHome[]> =>
  sql.query<StaleHome & Record<string, unknown>>(
    `WITH due AS (SELECT team_id, user_id FROM slack_homes WHERE look_at <= clock_timestamp() ORDER BY look_at LIMIT $1 FOR UPDATE SKIP LOCKED)
     UPDATE slack_homes h SET look_at = clock_timestamp() + make_interval(secs => $2) FROM due
     WHERE h.team_id = due.team_id AND h.user_id = due.user_id
     RETURNING h.team_id AS "teamId", h.user_id AS "userId", h.person_id AS "personId", h.shown, h.asked`,
    [limit, heldSeconds],
  );

/** What stands there now is true, unless something changed during the look. */
export async function settleHome(sql: Sql, { teamId, userId, asked }: StaleHome, shown: string): Promise<void> {
  await sql.query(
    `UPDATE slack_homes SET shown = $4, published_at = clock_timestamp(),
       look_at = CASE WHEN asked <> $3 THEN clock_timestamp() + make_interval(secs => $5) END WHERE team_id = $1 AND user_id = $2`,
    [teamId, userId, asked, shown, restSeconds],
  );
}

export async function postponeHomes(sql: Sql, homes: readonly HomeOf[], inMs: number): Promise<void> {
  await sql.query(
    `UPDATE slack_homes h SET look_at = clock_timestamp() + make_interval(secs => $2::float8)
     FROM jsonb_to_recordset($1::jsonb) AS g("teamId" text, "userId" text) WHERE h.team_id = g."teamId" AND h.user_id = g."userId"`,
    [JSON.stringify(homes), inMs / 1000],
  );
}

/** Until it is opened again. */
export async function forgetHome(sql: Sql, { teamId, userId }: HomeOf): Promise<void> {
  await sql.query('DELETE FROM slack_homes WHERE team_id = $1 AND user_id = $2', [teamId, userId]);
}

/** How long until the next is due; null: all say what is true. */
export async function nextHomeInMs(sql: Sql): Promise<number | null> {
  const [row] = await sql.query<{ ms: number | null }>(
    `SELECT (extract(epoch FROM min(look_at) - clock_timestamp()) * 1000)::float8 AS ms FROM slack_homes`,
  );
  const ms = row?.ms ?? null;
  return ms === null ? null : Math.max(0, ms);
}
