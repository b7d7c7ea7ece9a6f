import { zoneOf } from '../person-home.ts';

const today = (person: string, now: string): string =>
  `(${now}::timestamptz AT TIME ZONE coalesce(${zoneOf(person)}, 'UTC'))::date`;

const isCoveredSql = (owner: string, by: string, now: string): string =>
  `(${owner}.cover_id = ${by} AND ${owner}.side = 'team' AND ${today(owner, now)} BETWEEN coalesce(${owner}.cover_from, '-infinity') AND ${owner}.cover_until)`;

/** For whom a person acts now, as an SQL array of ids: themselves, and colleagues whose portfolio they cover. */
export const actsForSql = (person: string, now: string): string =>
  `ARRAY(SELECT p.id FROM people p WHERE p.id = ${person} OR ${isCoveredSql('p', person, now)})`;

/** Whether this person is asked in the owner's place today; as `standInFor` of the domain, one deep. */
export const standsInSql = (owner: string, by: string, now: string): string =>
  `(${isCoveredSql(owner, by, now)} OR ${owner}.delegate_id = ${by} AND (${owner}.absent_from IS NOT NULL OR ${owner}.absent_until IS NOT NULL)
     AND ${today(owner, now)} BETWEEN coalesce(${owner}.absent_from, '-infinity') AND coalesce(${owner}.absent_until, 'infinity'))`;

/** Whether this person is asked in the place of another now, through at most three who are away; as `standInFor` of the domain. */
export const isInPlaceSql = (other: string, by: string, now: string): string =>
  `EXISTS (WITH RECURSIVE chain(id, depth) AS (
     SELECT ${other}, 0
     UNION SELECT n.id, c.depth + 1 FROM chain c JOIN people w ON w.id = c.id JOIN people n ON n.id IN (w.delegate_id, w.cover_id) AND ${standsInSql('w', 'n.id', now)} WHERE c.depth < 3
   ) SELECT 1 FROM chain WHERE id = ${by} AND depth > 0)`;
