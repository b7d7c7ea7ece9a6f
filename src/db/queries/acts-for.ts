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
