import type { Sql } from './database.ts';

export interface LedgerEntry {
  connectionId: string;
  onboardingId: string | null;
  direction: 'out' | 'in' | 'drift';
  objectType: string;
  recordId: string;
  field: string;
  before: unknown;
  after: unknown;
  why: string;
  actor: string;
  result:
    | 'written'
    | 'unchanged'
    | 'failed'
    | 'created'
    | 'found'
    | 'read'
    | 'reported'
    | 'rehearsed'
    /** somebody changed it in the CRM meanwhile: `before` was written over */
    | 'conflict_ours'
    /** somebody changed it in the CRM meanwhile: it stands there, ours stays in the ledger alone */
    | 'conflict_crm';
  error?: string | null;
  attempt?: number;
}

/** What every entry about something of ours says, written or not. We write; a person may have asked for it. */
export const outgoing = (
  connectionId: string,
  {
    onboardingId,
    objectType,
    recordId,
    field,
    why,
    wantedBy,
  }: Pick<LedgerEntry, 'onboardingId' | 'objectType' | 'recordId' | 'field' | 'why'> & { wantedBy: string | null },
) => ({
  connectionId,
  onboardingId,
  direction: 'out' as const,
  objectType,
  recordId,
  field,
  why,
  actor: wantedBy === null ? 'Gangway' : `Gangway, for ${wantedBy}`,
});

/** Screens that show the ledger hear of it. */
export async function writeLedger(sql: Sql, entries: LedgerEntry[], now: Date): Promise<void> {
  if (entries.length === 0) return;
  await sql.query(
    `WITH written AS (
       INSERT INTO sync_ledger (connection_id, onboarding_id, at, direction, object_type, record_id, field, before, after, why, actor, result, error, attempt)
       SELECT connection_id, onboarding_id, $2, direction, object_type, record_id, field, before, after, why, actor, result, error, coalesce(attempt, 1)
       FROM jsonb_to_recordset($1::jsonb) AS e(connection_id uuid, onboarding_id uuid, direction text, object_type text, record_id text, field text,
         before jsonb, after jsonb, why text, actor text, result text, error text, attempt int)
     ) SELECT pg_notify('live', '{"type":"ledger"}')`,
    [
      JSON.stringify(
        entries.map(({ connectionId, onboardingId, objectType, recordId, ...rest }) => ({
          connection_id: connectionId,
          onboarding_id: onboardingId,
          object_type: objectType,
          record_id: recordId,
          ...rest,
        })),
      ),
      now,
    ],
  );
}
