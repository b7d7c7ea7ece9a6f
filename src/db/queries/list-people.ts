import type { z } from 'zod';
import type { personView } from '../../contracts/api/people.ts';
import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';
import { cursorKind, type Page } from './cursor.ts';
import { containing, personRefSql } from './fragments.ts';

export type PersonView = z.output<typeof personView>;

const cursors = cursorKind('people', { key: 'text', id: 'uuid' });

export async function listPeople(
  sql: Sql,
  filter: { side: string | null; search: string | null; cursor: string | undefined; limit: number },
): Promise<Page<PersonView>> {
  const after = cursors.read(filter.cursor);
  const rows = await sql.query<{ row: PersonView; key: string }>(
    `SELECT ${viewSql} AS row, lower(p.name) AS key FROM people p LEFT JOIN people d ON d.id = p.delegate_id LEFT JOIN people c ON c.id = p.cover_id
     WHERE ($1::text IS NULL OR p.side = $1) AND ($2::text IS NULL OR p.name ILIKE $2 OR p.email ILIKE $2) AND ($3::text IS NULL OR (lower(p.name), p.id) > ($3, $4::uuid))
     ORDER BY lower(p.name), p.id LIMIT $5`,
    [
      filter.side,
      filter.search ? containing(filter.search) : null,
      after?.key ?? null,
      after?.id ?? null,
      filter.limit + 1,
    ],
  );
  return cursors.page(
    rows,
    filter.limit,
    ({ key, row }) => ({ key, id: row.id }),
    ({ row }) => row,
  );
}

export async function findPerson(sql: Sql, id: string): Promise<PersonView | null> {
  const [found] = await sql.query<{ row: PersonView }>(
    `SELECT ${viewSql} AS row FROM people p LEFT JOIN people d ON d.id = p.delegate_id LEFT JOIN people c ON c.id = p.cover_id WHERE p.id = $1`,
    [id],
  );
  return found?.row ?? null;
}

const viewSql = `jsonb_build_object('id', p.id, 'side', p.side, 'name', p.name, 'email', p.email, 'staffRole', p.staff_role, 'timezone', p.timezone, 'locale', p.locale,
  'workDays', p.work_days, 'workStart', p.work_start, 'workEnd', p.work_end, 'holidayCountry', p.holiday_country, 'absentFrom', p.absent_from, 'absentUntil', p.absent_until,
  'delegate', ${personRefSql('d')}, 'cover', ${personRefSql('c')}, 'coverFrom', p.cover_from, 'coverUntil', p.cover_until,
  'managerId', p.manager_id, 'unreachableSince', ${instantSql('p.unreachable_since')}, 'unreachableReason', p.unreachable_reason,
  'unsubscribed', p.unsubscribed, 'slack', (SELECT k.address FROM person_channels k WHERE k.person_id = p.id AND k.channel = 'slack'), 'deactivatedAt', ${instantSql('p.deactivated_at')})`;
