/** What our tables say, read by plain SQL. */
import type pg from 'pg';
import type { Provider } from './mapping.ts';

export interface KnownOnboarding {
  id: string;
  dealId: string;
  cycle: number;
  status: string;
  heldBy: string | null;
  amountCents: number | null;
  ownerEmail: string | null;
  csmEmail: string | null;
  progress: number;
  health: number | null;
  healthStatus: string | null;
  kickoffOn: string | null;
  targetGoLiveOn: string | null;
  renewalOn: string | null;
  phase: string | null;
  /** keys of phases that have begun */
  phases: string[];
  termMonths: number | null;
  segment: string | null;
  /** entered here */
  handoff: Record<string, string>;
  /** as the CRM was read last */
  dealFields: Record<string, string>;
}
export interface KnownValue {
  objectType: string;
  recordId: string;
  field: string;
  value: string | number | boolean | null;
  state: string;
  whoWins: string | null;
}
/** Of the ledger the last word about a field that we write. */
export interface LastWord {
  objectType: string;
  recordId: string;
  field: string;
  result: string;
}
export interface KnownRenewal {
  key: string;
  onboardingId: string;
  dealId: string;
  amountCents: number | null;
  closeOn: string;
  ownerId: string | null;
}
export interface Ours {
  onboardings: KnownOnboarding[];
  values: KnownValue[];
  lastWords: LastWord[];
  /** notes, tasks and renewals that we say are there */
  created: number;
  renewals: KnownRenewal[];
}

/** Fields by HubSpot's spelling: `Csm_Health__c` is `csm_health`. */
const plain = `lower(regexp_replace(field, '__c$', ''))`;

export async function readOurs(db: pg.Pool, provider: Provider): Promise<Ours> {
  const all = async <T extends pg.QueryResultRow>(sql: string): Promise<T[]> =>
    (await db.query<T>(sql, [provider])).rows;
  const onboardings = await all<KnownOnboarding>(
    `SELECT o.id, o.deal_id AS "dealId", o.cycle, o.status, o.held_by AS "heldBy", (o.deal ->> 'amountCents')::float8 AS "amountCents",
       o.progress, o.health, o.health_status AS "healthStatus", o.kickoff_on::text AS "kickoffOn", o.target_go_live_on::text AS "targetGoLiveOn",
       o.renewal_on::text AS "renewalOn", (o.deal ->> 'termMonths')::int AS "termMonths", o.deal ->> 'segment' AS segment, o.handoff,
       o.deal -> 'fields' AS "dealFields", (SELECT p.name FROM phases p WHERE p.onboarding_id = o.id AND p.key = o.current_phase) AS phase,
       ARRAY(SELECT p.key FROM phases p WHERE p.onboarding_id = o.id AND p.status <> 'not_started') AS phases,
       (SELECT p.email FROM members m JOIN people p ON p.id = m.person_id WHERE m.onboarding_id = o.id AND m.role = 'crm.owner') AS "ownerEmail",
       (SELECT p.email FROM members m JOIN people p ON p.id = m.person_id WHERE m.onboarding_id = o.id AND m.role = 'team.csm') AS "csmEmail"
     FROM onboardings o JOIN crm_connections c ON c.id = o.connection_id WHERE c.provider = $1`,
  );
  const values = await all<KnownValue>(
    `SELECT v.object_type AS "objectType", v.record_id AS "recordId", ${plain} AS field, v.value, v.state, v.who_wins AS "whoWins"
     FROM crm_values v JOIN crm_connections c ON c.id = v.connection_id WHERE c.provider = $1`,
  );
  const lastWords = await all<LastWord>(
    `SELECT DISTINCT ON (l.object_type, l.record_id, l.field) l.object_type AS "objectType", l.record_id AS "recordId", ${plain} AS field, l.result
     FROM sync_ledger l JOIN crm_connections c ON c.id = l.connection_id WHERE c.provider = $1 AND l.direction IN ('out', 'drift')
     ORDER BY l.object_type, l.record_id, l.field, l.id DESC`,
  );
  const effects = await all<{ kind: string } & KnownRenewal>(
    `SELECT e.kind, e.onboarding_id || ':' || e.step || ':' || e.version AS key, e.onboarding_id AS "onboardingId", e.payload ->> 'dealId' AS "dealId",
       (e.payload ->> 'amountCents')::float8 AS "amountCents", e.payload ->> 'closeOn' AS "closeOn", e.payload ->> 'ownerCrmId' AS "ownerId"
     FROM effects e JOIN onboardings o ON o.id = e.onboarding_id JOIN crm_connections c ON c.id = o.connection_id
     WHERE c.provider = $1 AND e.state = 'settled' AND e.kind IN ('crm_note', 'crm_task', 'crm_renewal_deal')`,
  );
  return {
    onboardings,
    values,
    lastWords,
    created: effects.length,
    renewals: effects.filter(({ kind }) => kind === 'crm_renewal_deal'),
  };
}
