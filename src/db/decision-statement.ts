/** What decisions ask to be stored, gathered as rows, and the one statement of data-modifying CTEs that stores them. */
import { createHash } from 'node:crypto';
import { type Process, signalsAtEnd, ticketSync } from './outbox.ts';
import type { Sql } from './database.ts';
import { type Row, toRow, toSnakeKey } from './rows.ts';
import { markStaleHomes } from './slack-homes.ts';
import { lookAtSlackSignal, markStalePosts } from './slack-posts.ts';

type Upserted = 'onboardings' | 'phases' | 'milestones' | 'tasks' | 'blockers' | 'integration_items' | 'members';
type Inserted = 'activity' | 'effects' | 'check_ins' | 'silences' | 'intents' | 'crm_values';
type Signal = { workflowId: string; process: Process; subjectId: string; priority: number };

export interface Writes {
  upserted: Map<Upserted, object[]>;
  removed: Map<Upserted, string[]>;
  inserted: Map<Inserted, object[]>;
  /** onboardings whose status changed: what was said of them may be untrue */
  restated: string[];
  /** onboardings of which anything at all changed: home tabs that show them may be untrue */
  touched: string[];
  signals: Signal[];
  /** of those who are told by what is inserted */
  priority: number;
  /** announced to the screens when committed */
  announced: object[];
}

export const noWrites = (priority: number): Writes => ({
  upserted: new Map(),
  removed: new Map(),
  inserted: new Map(),
  restated: [],
  touched: [],
  signals: [],
  priority,
  announced: [],
});

export function addTo<K, T>(lists: Map<K, T[]>, key: K, rows: readonly T[]): void {
  if (rows.length > 0) lists.set(key, [...(lists.get(key) ?? []), ...rows]);
}

/** @param isFrequent few shapes, many times: each is planned once per connection, which costs as much as it does */
export async function store(tx: Sql, writes: Writes, isFrequent = false): Promise<void> {
  const { parts, values, value, json, add } = createStatement();
  const { upserted, removed, inserted } = writes;
  for (const [table, rows] of upserted) add(upsert(table, rows, json(rows)));
  for (const [table, ids] of removed) add(`DELETE FROM ${table} WHERE id = ANY(${value(ids)}::uuid[])`);
  for (const table of ['activity', 'effects', 'check_ins', 'silences'] as const) {
    const rows = inserted.get(table);
    if (rows) for (const sql of plainInserts[table](json(rows))) add(sql);
  }
  const intents = inserted.get('intents');
  if (intents) add(insertIntents(json(intents)), 'new_intents');
  const crmValues = inserted.get('crm_values');
  if (crmValues) add(wantCrmValues(json(crmValues)), 'wanted_values');
  const tickets = (upserted.get('tasks') ?? []).filter(hasTicket);
  if (tickets.length > 0) add(lookAtTickets(json(tickets)));
  const waiting = (upserted.get('blockers') ?? []).flatMap(taskIdOf);
  const retold = isFrequent ? [] : [...writes.restated, ...(upserted.get('tasks') ?? []).flatMap(idOf), ...waiting];
  if (retold.length > 0) add(markStalePosts(value(retold)), 'stale_posts');
  const touched = isFrequent ? [] : writes.touched;
  if (touched.length > 0) {
    const owners = (upserted.get('tasks') ?? []).flatMap(ownerOf);
    add(markStaleHomes(value(touched), value(owners)), 'stale_homes');
  }
  const marked = [...(retold.length > 0 ? ['stale_posts'] : []), ...(touched.length > 0 ? ['stale_homes'] : [])];
  const signals = [
    ...(writes.signals.length > 0
      ? [
          `SELECT workflow_id, process, subject_id, priority FROM jsonb_populate_recordset(null::outbox, ${json(writes.signals)})`,
        ]
      : []),
    ...(intents
      ? [
          `SELECT DISTINCT 'person:' || person_id, 'person_digest', person_id, ${value(writes.priority)}::int FROM new_intents`,
        ]
      : []),
    ...(crmValues
      ? [`SELECT DISTINCT 'crm-sync:' || connection_id, 'crm_sync', connection_id, 4 FROM wanted_values`]
      : []),
    ...(tickets.length > 0
      ? [`SELECT '${ticketSync.workflowId}', 'ticket_sync', '${ticketSync.subjectId}'::uuid, 3`]
      : []),
    ...(marked.length > 0 ? [lookAtSlackSignal(marked)] : []),
  ];
  const atEnd = signalsAtEnd(tx);
  if (signals.length > 0 && !atEnd) add(enqueueSignals(signals));
  const announcement =
    writes.announced.length > 0
      ? `SELECT pg_notify('live', told) FROM jsonb_array_elements_text(${value(JSON.stringify(writes.announced.map((told) => JSON.stringify(told))))}::jsonb) AS told UNION ALL SELECT pg_notify('outbox', '')`
      : 'SELECT 1';
  if (parts.length === 0) return;
  const told =
    atEnd && signals.length > 0
      ? `${returned(signals)} UNION ALL SELECT a::text, NULL, NULL, NULL FROM (${announcement}) AS b(a)`
      : announcement;
  const text = `WITH ${parts.join(',\n')} ${told}`;
  const rows = await tx.query<Signal>(isFrequent ? { name: nameOf(text), text } : text, values);
  atEnd?.push(...rows.filter(({ subjectId }) => Boolean(subjectId)));
}

const nameOf = (text: string): string => `store-${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`;

function upsert(table: Upserted, rows: object[], given: string): string {
  const columns = Object.keys(rows[0] ?? {}).map(toSnakeKey);
  const updates = columns.filter((column) => column !== 'id').map((column) => `${column} = excluded.${column}`);
  return `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM jsonb_populate_recordset(null::${table}, ${given})
    ON CONFLICT (id) DO UPDATE SET ${updates.join(', ')}`;
}

const plainInserts = {
  activity: (given) => [
    `INSERT INTO activity (onboarding_id, at, kind, actor_kind, actor_id, subject_id, data)
     SELECT onboarding_id, at, kind, actor_kind, actor_id, subject_id, data FROM jsonb_populate_recordset(null::activity, ${given})`,
  ],
  effects: (given) => [
    `INSERT INTO effects SELECT * FROM jsonb_populate_recordset(null::effects, ${given}) ON CONFLICT (onboarding_id, step, version) DO NOTHING`,
  ],
  check_ins: (given) => [
    `INSERT INTO check_ins SELECT * FROM jsonb_populate_recordset(null::check_ins, ${given}) ON CONFLICT (onboarding_id, kind) DO NOTHING`,
  ],
  silences: (given) => [
    `UPDATE silences s SET until_at = g.from_at FROM jsonb_populate_recordset(null::silences, ${given}) g
     WHERE s.onboarding_id = g.onboarding_id AND s.task_id IS NOT DISTINCT FROM g.task_id AND s.until_at IS NULL`,
    `INSERT INTO silences (onboarding_id, task_id, person_id, reason, from_at)
     SELECT onboarding_id, task_id, person_id, reason, from_at FROM jsonb_populate_recordset(null::silences, ${given}) WHERE reason IS NOT NULL`,
  ],
} satisfies Partial<Record<Inserted, (given: string) => string[]>>;

const insertIntents = (given: string): string =>
  `INSERT INTO intents SELECT * FROM jsonb_populate_recordset(null::intents, ${given})
   ON CONFLICT (dedupe_key) DO NOTHING RETURNING person_id`;

/**
 * An emptied field is the JSON null, which a record would take for a missing value. A stage that is wanted anew may be
 * the one that was wanted last: its pipeline changed, or the CRM had taken the deal back. Of two new onboardings of one
 * company the later one's value stands, as if they had come one after the other.
 */
const wantCrmValues = (given: string): string =>
  `INSERT INTO crm_values (connection_id, object_type, record_id, field, value, why, who_wins, held, onboarding_id, version, written_version, state, attempts, wanted_at, wanted_by)
   SELECT DISTINCT ON (connection_id, object_type, record_id, field) connection_id, object_type, record_id, field, coalesce(value, 'null'), why, who_wins, held, onboarding_id, version, written_version, state, attempts, wanted_at, wanted_by
   FROM jsonb_populate_recordset(null::crm_values, ${given}) WITH ORDINALITY ORDER BY connection_id, object_type, record_id, field, ordinality DESC
   ON CONFLICT (connection_id, object_type, record_id, field) DO UPDATE SET value = excluded.value, why = excluded.why, who_wins = excluded.who_wins, onboarding_id = excluded.onboarding_id,
     version = crm_values.version + 1, state = 'pending', attempts = 0, error = NULL, retry_at = NULL, wanted_at = excluded.wanted_at, wanted_by = excluded.wanted_by
   WHERE crm_values.value IS DISTINCT FROM excluded.value OR crm_values.onboarding_id <> excluded.onboarding_id
     OR (excluded.object_type = 'deal' AND excluded.field IN ('dealstage', 'pipeline')) RETURNING connection_id`;

const idOf = (row: object): string[] => ('id' in row && typeof row.id === 'string' ? [row.id] : []);

const taskIdOf = (row: object): string[] => ('taskId' in row && typeof row.taskId === 'string' ? [row.taskId] : []);

const ownerOf = (row: object): string[] => ('ownerId' in row && typeof row.ownerId === 'string' ? [row.ownerId] : []);

const hasTicket = (task: object): boolean => 'ticket' in task && task.ticket !== null;

/** A task that a tracker knows as well has changed: compared once more, by whoever keeps both together. */
const lookAtTickets = (given: string): string =>
  `INSERT INTO external_tickets (task_id, onboarding_id, tracker, look_at)
   SELECT id, onboarding_id, ticket->>'tracker', clock_timestamp() FROM jsonb_populate_recordset(null::tasks, ${given})
   ON CONFLICT (task_id) DO UPDATE SET look_at = excluded.look_at, asked = external_tickets.asked + 1`;

const returned = (signals: string[]): string =>
  `SELECT s.workflow_id AS "workflowId", s.process, s.subject_id::text AS "subjectId", s.priority FROM (${signals.join(' UNION ALL ')}) AS s(workflow_id, process, subject_id, priority)`;

/** Rows are written in one order, so that writers cannot deadlock. */
const enqueueSignals = (signals: string[]): string =>
  `INSERT INTO outbox (workflow_id, process, subject_id, priority, enqueued_at)
   SELECT s.workflow_id, s.process, s.subject_id, s.priority, clock_timestamp() FROM (${signals.join(' UNION ALL ')}) AS s(workflow_id, process, subject_id, priority) ORDER BY 1
   ON CONFLICT (workflow_id) DO UPDATE SET sequence = outbox.sequence + 1, priority = least(outbox.priority, excluded.priority), retry_at = NULL`;

function createStatement() {
  const parts: string[] = [];
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  return {
    parts,
    values,
    value,
    json: (rows: object[]): string => `${value(JSON.stringify(rows.map((row): Row => toRow(row))))}::jsonb`,
    add: (sql: string, name = `step_${parts.length}`): void => void parts.push(`${name} AS (${sql})`),
  };
}
