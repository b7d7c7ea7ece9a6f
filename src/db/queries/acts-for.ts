import { zoneOf } from '../person-home.ts';

/** For whom a person acts now, as an SQL array of ids: themselves, and colleagues whose portfolio they cover. */
export const actsForSql = (person: string, now: string): string =>
  `ARRAY(SELECT p.id FROM people p WHERE p.id = ${person} OR (p.cover_id = ${person} AND p.side = 'team'
     AND (${now}::timestamptz AT TIME ZONE coalesce(${zoneOf('p')}, 'UTC'))::date BETWEEN coalesce(p.cover_from, '-infinity') AND p.cover_until))`;
