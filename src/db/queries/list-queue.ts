/** What waits for a person, from everywhere, in one statement; the words are made from these facts by the API. */
import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';
import { actsForSql } from './acts-for.ts';
import { type QueueKind, type QueueSource, queueSources } from './queue-sources.ts';

export interface QueueFact {
  kind: QueueKind;
  since: string;
  onboardingId: string | null;
  onboardingName: string | null;
  subjectId: string | null;
  /** the task, person, deal, gate … it is about */
  subject: string | null;
  detail: string | null;
  count: number;
  /** who should act, as far as roles are filled */
  personIds: string[];
  personNames: string[];
}

const perKind = 100;

const select = ({ kind, since, subjectId, subject, detail, count, roles, from }: QueueSource): string =>
  `(SELECT '${kind}' AS kind, ${since} AS since, o.id AS onboarding_id, o.name AS onboarding_name, ${subjectId} AS subject_id, ${subject} AS subject,
     ${detail} AS detail, ${count ?? '1'} AS n, ${roles} AS roles ${from} ORDER BY since LIMIT ${perKind})`;

// who should act is looked up for what is shown, not for everything that was looked at
const actors = (column: 'id' | 'name'): string =>
  `ARRAY(SELECT p.${column} FROM members m JOIN people p ON p.id = m.person_id WHERE m.onboarding_id = w.onboarding_id AND m.role = ANY(w.roles) ORDER BY m.role)`;

const statement = `SELECT * FROM (
    SELECT kind, ${instantSql('since')} AS since, onboarding_id AS "onboardingId", onboarding_name AS "onboardingName", subject_id AS "subjectId", subject, detail,
      n::int AS count, ${actors('id')} AS "personIds", ${actors('name')} AS "personNames"
    FROM (${queueSources.map(select).join('\nUNION ALL ')}) w
  ) waiting WHERE $1::uuid IS NULL OR "personIds" && ${actsForSql('$1', '$2')} ORDER BY since, kind, "subjectId"`;

/** Oldest first; `personId`: only what waits for this person, or for whom they cover. */
export const listQueue = (sql: Sql, personId: string | null, now: Date): Promise<QueueFact[]> =>
  sql.query(statement, [personId, now]);
