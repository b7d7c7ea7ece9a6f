/** People by address: whoever tells us of a person again adds what was unknown and overwrites nothing a person set. */
import { v7 as uuid } from 'uuid';
import type { Person, Side } from '../domain/model.ts';
import type { Sql } from './database.ts';
import { channelsOf, peopleWithChannels } from './person-channels.ts';
import { personJson } from './person-home.ts';
import { fromRow } from './rows.ts';

export interface KnownPerson {
  side: Side;
  name: string;
  email: string;
  timezone?: string | null;
  locale?: string | null;
  holidayCountry?: string | null;
}

/**
 * @returns the stored people in the given order. A person's side never changes by being named again. Whoever is known
 * already is not written: the seller of many deals would make them wait for each other.
 */
export async function rememberPeople(tx: Sql, people: KnownPerson[], now: Date): Promise<Person[]> {
  if (people.length === 0) return [];
  const byEmail = new Map(people.map((person) => [person.email.trim().toLowerCase(), person]));
  const rows = [...byEmail].map(([email, person]) => ({
    id: uuid(),
    side: person.side,
    name: person.name.trim() || email,
    email,
    timezone: person.timezone ?? null,
    locale: person.locale ?? 'en',
    holiday_country: person.holidayCountry ?? null,
  }));
  const stored = await tx.query<{ row: Record<string, unknown> }>(
    `WITH g AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb)
         AS g(id uuid, side text, name text, email text, timezone text, locale text, holiday_country text)
     ), known AS (
       SELECT p.*, (coalesce(p.timezone, g.timezone), coalesce(p.holiday_country, g.holiday_country)) IS DISTINCT FROM (p.timezone, p.holiday_country) AS is_news
       FROM people p JOIN g ON g.email = p.email
     ), written AS (
       INSERT INTO people AS p (id, side, name, email, timezone, locale, holiday_country, created_at)
       SELECT g.id, g.side, g.name, g.email, g.timezone, g.locale, g.holiday_country, $2
       FROM g LEFT JOIN known k ON k.email = g.email WHERE k.id IS NULL OR k.is_news ORDER BY g.email
       ON CONFLICT (email) DO UPDATE SET timezone = coalesce(p.timezone, excluded.timezone), holiday_country = coalesce(p.holiday_country, excluded.holiday_country)
       RETURNING p.*
     )
     SELECT to_jsonb(w) || jsonb_build_object('channels', ${channelsOf('w.id')}, 'crm_owner_id', NULL) AS row FROM written w
     UNION ALL SELECT to_jsonb(k) - 'is_news' || jsonb_build_object('channels', ${channelsOf('k.id')}, 'crm_owner_id', NULL) FROM known k WHERE NOT k.is_news`,
    [JSON.stringify(rows), now],
  );
  const found = new Map(stored.map(({ row }) => [String(row['email']), fromRow<Person>(row)]));
  return people.flatMap((person) => found.get(person.email.trim().toLowerCase()) ?? []);
}

export async function peopleById(sql: Sql, ids: string[]): Promise<Person[]> {
  const rows = await sql.query<{ row: Record<string, unknown> }>(
    `SELECT ${personJson('p')} AS row FROM ${peopleWithChannels} p WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return rows.map(({ row }) => fromRow<Person>(row));
}

/** A person, and the zone that holds where their own is not known: that of the onboarding, as its country does. */
export async function personAt(
  sql: Sql,
  personId: string,
  onboardingId: string | null,
): Promise<{ person: Person; timezone: string } | null> {
  const [found] = await sql.query<{ row: Record<string, unknown>; timezone: string }>(
    `SELECT ${personJson('p', 'o.calendar_country')} AS row, coalesce(o.timezone, 'UTC') AS timezone
     FROM ${peopleWithChannels} p LEFT JOIN onboardings o ON o.id = $2 WHERE p.id = $1`,
    [personId, onboardingId],
  );
  return found ? { person: fromRow<Person>(found.row), timezone: found.timezone } : null;
}

/** Also those who do not sign in here, such as other deals' owners in the CRM. */
export const colleagues = (sql: Sql): Promise<{ id: string; name: string; email: string | null }[]> =>
  sql.query(`SELECT id, name, email FROM people WHERE side = 'team' AND deactivated_at IS NULL ORDER BY name, id`);

/** Who hears what is wrong with the installation itself. */
export async function administrators(sql: Sql): Promise<Person[]> {
  const rows = await sql.query<{ row: Record<string, unknown> }>(
    `SELECT ${personJson('p')} AS row FROM ${peopleWithChannels} p WHERE staff_role = 'admin' AND deactivated_at IS NULL ORDER BY id`,
  );
  return rows.map(({ row }) => fromRow<Person>(row));
}

/** Whoever has left is nobody's address any more. */
export async function findPersonByEmail(sql: Sql, email: string): Promise<Person | null> {
  const [found] = await sql.query<{ row: Record<string, unknown> }>(
    `SELECT ${personJson('p')} AS row FROM ${peopleWithChannels} p WHERE email = lower($1) AND deactivated_at IS NULL`,
    [email.trim()],
  );
  return found ? fromRow<Person>(found.row) : null;
}

export const activeStaff = (sql: Sql): Promise<{ id: string; name: string; email: string }[]> =>
  sql.query(
    `SELECT id, name, email FROM people WHERE side = 'team' AND staff_role IS NOT NULL AND deactivated_at IS NULL ORDER BY name, id`,
  );

/** Who fills a team role where nobody else is named: `{ "team.csm": personId }`, set under settings; not who has left. */
export async function defaultRoles(sql: Sql): Promise<Record<string, string>> {
  const [row] = await sql.query<{ value: Record<string, string> }>(
    `SELECT coalesce(jsonb_object_agg(d.key, d.value), '{}') AS value FROM settings s, jsonb_each_text(s.value) d
     JOIN people p ON p.id = d.value::uuid AND p.deactivated_at IS NULL WHERE s.key = 'default_roles'`,
  );
  return row?.value ?? {};
}

/** @param personId null: nobody */
export const storeDefaultRole = (tx: Sql, role: string, personId: string | null, now: Date): Promise<unknown> =>
  tx.query(
    `INSERT INTO settings AS s (key, value, updated_at) VALUES ('default_roles', jsonb_strip_nulls(jsonb_build_object($1::text, $2::text)), $3)
     ON CONFLICT (key) DO UPDATE SET value = (s.value - $1::text) || excluded.value, updated_at = excluded.updated_at`,
    [role, personId, now],
  );
