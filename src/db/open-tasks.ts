/** The open work of people, over all running onboardings: what a message mentions beside what it is about. */
import type { Instant, LocalDate, Visibility } from '../domain/model.ts';
import type { PreparedStatement, Sql } from './database.ts';
import { waitsForSql } from './queries/fragments.ts';

export interface OpenTask {
  id: string;
  ownerId: string;
  ownerName: string;
  name: string;
  visibility: Visibility;
  dueOn: LocalDate;
  snoozedUntil: LocalDate | null;
  isReady: boolean;
  /** tasks that have to be done before it */
  waitsFor: { name: string; visibility: Visibility }[];
  onboarding: { id: string; name: string; version: number };
}

/** Holds any working week, holidays and all, in whatever zone. */
const daysAhead = 14;

/** By person, soonest first: tasks that can be done, or soon can, and that nothing else is in the way of. */
export async function openTasksOf(
  sql: Sql,
  personIds: readonly string[],
  now: Instant,
): Promise<Map<string, OpenTask[]>> {
  const rows = await sql.query<{ task: OpenTask }>(statement, [personIds, now]);
  return Map.groupBy(
    rows.map(({ task }) => task),
    ({ ownerId }) => ownerId,
  );
}

const statement: PreparedStatement = {
  name: 'open-tasks-of',
  text: `
SELECT jsonb_build_object(
  'id', t.id, 'ownerId', t.owner_id, 'ownerName', p.name, 'name', t.name, 'visibility', t.visibility, 'dueOn', t.due_on, 'snoozedUntil', t.snoozed_until,
  'isReady', t.ready_at IS NOT NULL,
  'waitsFor', ${waitsForSql('t')},
  'onboarding', jsonb_build_object('id', o.id, 'name', o.name, 'version', o.version)) AS task
FROM tasks t JOIN people p ON p.id = t.owner_id JOIN onboardings o ON o.id = t.onboarding_id
WHERE t.owner_id = ANY($1::uuid[]) AND t.status IN ('pending', 'in_progress') AND t.due_on <= ($2::timestamptz AT TIME ZONE 'UTC')::date + ${daysAhead}
  AND o.status IN ('active', 'live')
ORDER BY t.due_on, o.name, o.id, t.position, t.id`,
};
