import type { CrmOwner } from '../../integrations/ports.ts';
import type { Person } from '../domain/model.ts';
import type { Sql } from './database.ts';
import { peopleById } from './people.ts';

/** The id that a CRM calls a person by, as an SQL expression; nothing is given to who left it. */
export const ownerIdOf = (personId: string, connectionId: string): string =>
  `(SELECT c.owner_id FROM crm_owners c WHERE c.person_id = ${personId} AND c.connection_id = ${connectionId} AND c.is_active ORDER BY c.owner_id LIMIT 1)`;

/**
 * Users of the CRM that are people of ours, by their address. One that says nothing new is not written: the seller of many
 * deals would make them wait for each other.
 */
export async function rememberCrmUsers(sql: Sql, connectionId: string, users: CrmOwner[]): Promise<void> {
  if (users.length === 0) return;
  await sql.query(
    `INSERT INTO crm_owners AS c (connection_id, owner_id, person_id, is_active)
     SELECT DISTINCT ON (g.id) $1::uuid, g.id, p.id, g."isActive" FROM jsonb_to_recordset($2::jsonb) AS g(id text, email text, "isActive" boolean)
     JOIN people p ON p.email = lower(trim(g.email))
     WHERE NOT EXISTS (SELECT 1 FROM crm_owners k WHERE k.connection_id = $1 AND k.owner_id = g.id AND k.person_id = p.id AND k.is_active = g."isActive")
     ORDER BY g.id
     ON CONFLICT (connection_id, owner_id) DO UPDATE SET person_id = excluded.person_id, is_active = excluded.is_active`,
    [connectionId, JSON.stringify(users)],
  );
}

/** The users of this CRM that we know, and the addresses of our team: whoever of them is to be asked for. */
export async function usersToRefresh(sql: Sql, connectionId: string): Promise<string[]> {
  const rows = await sql.query<{ name: string }>(
    `SELECT owner_id AS name FROM crm_owners WHERE connection_id = $1
     UNION SELECT email FROM people WHERE side = 'team' AND deactivated_at IS NULL ORDER BY name`,
    [connectionId],
  );
  return rows.map(({ name }) => name);
}

/** What this CRM calls each of them. */
export async function crmOwnerIds(sql: Sql, connectionId: string, personIds: string[]): Promise<Map<string, string>> {
  const rows = await sql.query<{ person_id: string; owner_id: string }>(
    'SELECT person_id, min(owner_id) AS owner_id FROM crm_owners WHERE connection_id = $1 AND is_active AND person_id = ANY($2::uuid[]) GROUP BY person_id',
    [connectionId, personIds],
  );
  return new Map(rows.map((row) => [row.person_id, row.owner_id]));
}

/** Our active people by what this CRM names them with: its own id of a user who has not left, or a mail address. */
export async function colleaguesNamed(sql: Sql, connectionId: string, names: string[]): Promise<Map<string, Person>> {
  if (names.length === 0) return new Map();
  const rows = await sql.query<{ name: string; id: string }>(
    `SELECT DISTINCT ON (n.name) n.name, p.id FROM unnest($1::text[]) AS n(name)
     JOIN people p ON p.email = lower(trim(n.name))
       OR p.id IN (SELECT c.person_id FROM crm_owners c WHERE c.connection_id = $2 AND c.owner_id = n.name AND c.is_active)
     WHERE p.side = 'team' AND p.deactivated_at IS NULL ORDER BY n.name, p.id`,
    [[...new Set(names)], connectionId],
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
