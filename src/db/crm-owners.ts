import type { Person } from '../domain/model.ts';
import type { Sql } from './database.ts';
import { peopleById } from './people.ts';

/** The id that a CRM calls a person by, as an SQL expression. */
export const ownerIdOf = (personId: string, connectionId: string): string =>
  `(SELECT c.owner_id FROM crm_owners c WHERE c.person_id = ${personId} AND c.connection_id = ${connectionId} ORDER BY c.owner_id LIMIT 1)`;

/** One that says nothing new is not written: the seller of many deals would make them wait for each other. */
export const rememberCrmOwners = (
  tx: Sql,
  connectionId: string,
  owners: { ownerId: string; personId: string }[],
): Promise<unknown> =>
  tx.query(
    `INSERT INTO crm_owners AS c (connection_id, owner_id, person_id)
     SELECT DISTINCT ON (g."ownerId") $1::uuid, g."ownerId", g."personId" FROM jsonb_to_recordset($2::jsonb) AS g("ownerId" text, "personId" uuid)
     WHERE NOT EXISTS (SELECT 1 FROM crm_owners k WHERE k.connection_id = $1 AND k.owner_id = g."ownerId" AND k.person_id = g."personId") ORDER BY g."ownerId"
     ON CONFLICT (connection_id, owner_id) DO UPDATE SET person_id = excluded.person_id`,
    [connectionId, JSON.stringify(owners)],
  );

/** What this CRM calls each of them. */
export async function crmOwnerIds(sql: Sql, connectionId: string, personIds: string[]): Promise<Map<string, string>> {
  const rows = await sql.query<{ person_id: string; owner_id: string }>(
    'SELECT person_id, min(owner_id) AS owner_id FROM crm_owners WHERE connection_id = $1 AND person_id = ANY($2::uuid[]) GROUP BY person_id',
    [connectionId, personIds],
  );
  return new Map(rows.map((row) => [row.person_id, row.owner_id]));
}

/** Our active people by what the CRM names them with: its own id of a user, or a mail address. */
export async function colleaguesNamed(sql: Sql, names: string[]): Promise<Map<string, Person>> {
  if (names.length === 0) return new Map();
  const rows = await sql.query<{ name: string; id: string }>(
    `SELECT DISTINCT ON (n.name) n.name, p.id FROM unnest($1::text[]) AS n(name)
     JOIN people p ON p.email = lower(n.name) OR p.id IN (SELECT c.person_id FROM crm_owners c WHERE c.owner_id = n.name)
     WHERE p.side = 'team' AND p.deactivated_at IS NULL ORDER BY n.name, p.id`,
    [[...new Set(names)]],
  );
  const people = new Map(
    (
      await peopleById(
        sql,
        rows.map(({ id }) => id),
      )
    ).map((person) => [person.id, person]),
  );
  return new Map(
    rows.flatMap(({ name, id }) => {
      const person = people.get(id);
      return person ? [[name, person] as const] : [];
    }),
  );
}
