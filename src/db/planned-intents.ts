import type { LocalDate } from '../domain/model.ts';
import type { WaitingIntent } from '../domain/preview-chase.ts';
import type { Sql } from './database.ts';
import { instantSql } from './instant-sql.ts';

export interface Waiting {
  /** planned and not yet decided on */
  intents: WaitingIntent[];
  /** local dates on which a digest went out, by person */
  sentDigestOn: Map<string, LocalDate[]>;
}

/** What people of this onboarding are about to be told of it. @param since no digest of before matters */
export async function waitingIn(sql: Sql, onboardingId: string, since: Date): Promise<Waiting> {
  const [row] = await sql.query<{
    intents: WaitingIntent[] | null;
    days: { personId: string; on: LocalDate }[] | null;
  }>(
    `SELECT (SELECT jsonb_agg(jsonb_build_object('dedupeKey', i.dedupe_key, 'personId', i.person_id, 'taskId', i.task_id, 'blockerId', i.blocker_id, 'kind', i.kind,
         'urgency', i.urgency, 'rule', i.rule, 'data', i.data, 'notBefore', ${instantSql('i.not_before')}, 'plannedAt', ${instantSql('i.planned_at')}) ORDER BY i.planned_at, i.id)
       FROM intents i WHERE i.onboarding_id = $1 AND i.state = 'planned') AS intents,
     (SELECT jsonb_agg(jsonb_build_object('personId', d.person_id, 'on', d.local_date)) FROM person_days d WHERE d.local_date >= $2::date AND d.person_id IN (
       SELECT person_id FROM members WHERE onboarding_id = $1 UNION SELECT owner_id FROM tasks WHERE onboarding_id = $1)) AS days`,
    [onboardingId, since],
  );
  const sentDigestOn = new Map<string, LocalDate[]>();
  for (const { personId, on } of row?.days ?? [])
    sentDigestOn.set(personId, [...(sentDigestOn.get(personId) ?? []), on]);
  return { intents: row?.intents ?? [], sentDigestOn };
}
