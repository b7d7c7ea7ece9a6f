/** Where people are whose own zone or country is not known: ours with the company, others where their onboarding is. */
import type { Sql } from './database.ts';

export interface CompanyHome {
  timezone: string;
  country: string | null;
}

const ours = (person: string, field: keyof CompanyHome): string =>
  `CASE ${person}.side WHEN 'team' THEN (SELECT value ->> '${field}' FROM settings WHERE key = 'company') END`;

/** Of a row of `people`; null: the onboarding's holds. */
export const zoneOf = (person: string): string => `coalesce(${person}.timezone, ${ours(person, 'timezone')})`;

/** @param elsewhere SQL for the country of whoever is none of us */
const countryOf = (person: string, elsewhere: string): string =>
  `coalesce(${person}.holiday_country, CASE ${person}.side WHEN 'team' THEN NULL ELSE ${elsewhere} END, ${ours(person, 'country')})`;

/** A row of `peopleWithChannels` as jsonb, to be read as `Person`. */
export const personJson = (person: string, elsewhere = 'NULL::text'): string =>
  `(to_jsonb(${person}) || jsonb_build_object('timezone', ${zoneOf(person)}, 'holiday_country', ${countryOf(person, elsewhere)}))`;

/** Kept where statements find it; the environment decides, whenever a process starts. */
export const rememberCompany = (sql: Sql, { timezone, country }: CompanyHome, now: Date): Promise<unknown> =>
  sql.query(
    `INSERT INTO settings AS s (key, value, updated_at) VALUES ('company', $1, $2)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at WHERE s.value IS DISTINCT FROM excluded.value`,
    [JSON.stringify({ timezone, country }), now],
  );
