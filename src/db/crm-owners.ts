import type { Person } from '../domain/model.ts';
import type { Sql } from './database.ts';
import { peopleById } from './people.ts';

/** Our active people by what the CRM names them with: its own id of a user, or a mail address. */
export async function colleaguesNamed(sql: Sql, names: string[]): Promise<Map<string, Person>> {
  if (names.length === 0) return new Map();
  const rows = await sql.query<{ name: string; id: string }>(
    `SELECT DISTINCT ON (n.name) n.name, p.id FROM unnest($1::text[]) AS n(name)
     JOIN people p ON p.crm_owner_id = n.name OR p.email = lower(n.name)
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
