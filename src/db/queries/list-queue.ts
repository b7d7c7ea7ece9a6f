/** What waits for a person, from everywhere, in one statement; the words are made from these facts by the API. */
import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';
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
  `(SELECT '${kind}' AS kind, ${since} AS since, o.id AS onboarding_id, o.name AS onboarding_name, ${subjectId} AS subject_id, ${subject} AS subject, ${detail} AS detail, ${count ?? '1'} AS n,
     ARRAY(SELECT mp.id FROM members mm JOIN people mp ON mp.id = mm.person_id WHERE mm.onboarding_id = o.id AND mm.role = ANY(${roles}) ORDER BY mm.role) AS person_ids,
     ARRAY(SELECT mp.name FROM members mm JOIN people mp ON mp.id = mm.person_id WHERE mm.onboarding_id = o.id AND mm.role = ANY(${roles}) ORDER BY mm.role) AS person_names
   ${from} ORDER BY since LIMIT ${perKind})`;

const statement = `SELECT kind, ${instantSql('since')} AS since, onboarding_id AS "onboardingId", onboarding_name AS "onboardingName", subject_id AS "subjectId", subject, detail,
    n::int AS count, person_ids AS "personIds", person_names AS "personNames"
  FROM (${queueSources.map(select).join('\nUNION ALL ')}) waiting WHERE $1::uuid IS NULL OR $1 = ANY(person_ids) ORDER BY waiting.since, kind, subject_id`;

/** Oldest first; `personId`: only what waits for this person. */
export const listQueue = (sql: Sql, personId: string | null, now: Date): Promise<QueueFact[]> =>
  sql.query(statement, [personId, now]);
