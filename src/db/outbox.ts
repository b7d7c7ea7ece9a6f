/** Who must hear `changed`. One row per workflow, so that a burst of changes is one signal. */
import type { Database, Sql } from './database.ts';

export type Process =
  | 'onboarding'
  | 'person_digest'
  | 'crm_sync'
  | 'crm_intake'
  | 'check_ins'
  | 'mail_intake'
  | 'ticket_sync'
  | 'slack_posts'
  | 'digest_rounds'
  | 'alerts'
  | 'backfill';
interface Signalled {
  workflowId: string;
  process: Process;
  subjectId: string;
}
export interface OutboxEntry extends Signalled {
  priority: number;
  sequence: string;
}

/** Signalled without waiting for more: a clock that is being moved waits for each. */
export const priorityAtOnce = 0;

const prefixes = {
  person_digest: 'person',
  crm_sync: 'crm-sync',
  crm_intake: 'crm-intake',
  check_ins: 'check-ins',
  mail_intake: 'mail-intake',
  ticket_sync: 'ticket-sync',
  slack_posts: 'slack-posts',
  digest_rounds: 'digest-rounds',
  alerts: 'alerts',
  backfill: 'backfill',
} as const;

/** Onboardings carry their own workflow id; every other process has one workflow per subject. */
type ProcessPerSubject = Exclude<Process, 'onboarding'>;

export const workflowIdOf = (process: ProcessPerSubject, subjectId: string): string =>
  `${prefixes[process]}:${subjectId}`;

export const workflowOf = (process: ProcessPerSubject, subjectId: string): Signalled => ({
  workflowId: workflowIdOf(process, subjectId),
  process,
  subjectId,
});

/** One workflow keeps the tickets of all trackers. */
export const ticketSync = workflowOf('ticket_sync', '00000000-0000-4000-8000-7469636b6574');

/** One workflow keeps our posts in all workspaces up to date. */
export const slackPosts = workflowOf('slack_posts', '00000000-0000-4000-8000-736c61636b70');

/** One workflow sends what is due to many people at the same moment. */
export const digestRounds = workflowOf('digest_rounds', '00000000-0000-4000-8000-726f756e6473');

/** One workflow tells administrators what is wrong. */
export const alerts = workflowOf('alerts', '00000000-0000-4000-8000-616c65727473');

export type Signal = Signalled & { priority?: number };
interface SignalsLast extends Sql {
  signals: Signal[];
}
/** Those that are written at the end of the transaction; null: they are written at once. */
export const signalsAtEnd = (sql: Sql): Signal[] | null => (isSignalsLast(sql) ? sql.signals : null);
const isSignalsLast = (sql: Sql): sql is SignalsLast => 'signals' in sql;

const defaultPriority = 3;

/**
 * A transaction that changes many onboardings. All that it signals is written at its end, once and in one order: two of
 * them that met the same people in another order would wait for each other.
 */
export const changeMany = <T>(db: Database, work: (tx: Sql) => Promise<T>): Promise<T> =>
  db.transaction(async (tx) => {
    const signals: Signal[] = [];
    const last: SignalsLast = { ...tx, signals };
    const result = await work(last);
    const urgentLast = signals.toSorted((one, other) => priorityOf(other) - priorityOf(one));
    await enqueue(tx, [...new Map(urgentLast.map((signal) => [signal.workflowId, signal])).values()]);
    return result;
  });
const priorityOf = ({ priority = defaultPriority }: Signal): number => priority;

export async function enqueue(sql: Sql, entries: Signal[]): Promise<void> {
  if (entries.length === 0) return;
  const atEnd = signalsAtEnd(sql);
  if (atEnd) {
    atEnd.push(...entries);
    return;
  }
  await sql.query(
    `INSERT INTO outbox (workflow_id, process, subject_id, priority, enqueued_at)
     SELECT workflow_id, process, subject_id::uuid, priority, clock_timestamp()
     FROM jsonb_to_recordset($1::jsonb) AS e(workflow_id text, process text, subject_id text, priority int) ORDER BY workflow_id
     ON CONFLICT (workflow_id) DO UPDATE SET sequence = outbox.sequence + 1, priority = least(outbox.priority, excluded.priority), retry_at = NULL`,
    [
      JSON.stringify(
        entries.map((entry) => ({
          workflow_id: entry.workflowId,
          process: entry.process,
          subject_id: entry.subjectId,
          priority: priorityOf(entry),
        })),
      ),
    ],
  );
  await sql.query(`SELECT pg_notify('outbox', '')`);
}

/** Every onboarding among these, by its own workflow id. */
export async function enqueueOnboardings(sql: Sql, onboardingIds: string[]): Promise<void> {
  if (onboardingIds.length === 0) return;
  const rows = await sql.query<{ id: string; workflow_id: string }>(
    'SELECT id, workflow_id FROM onboardings WHERE id = ANY($1::uuid[])',
    [onboardingIds],
  );
  await enqueue(
    sql,
    rows.map((row) => ({ workflowId: row.workflow_id, process: 'onboarding' as const, subjectId: row.id })),
  );
}

/** Everybody who was to be told something of this onboarding and was not yet: their digests decide anew. */
export async function enqueueWaitingDigests(sql: Sql, onboardingId: string): Promise<void> {
  const rows = await sql.query<{ person_id: string }>(
    `SELECT DISTINCT person_id FROM intents WHERE onboarding_id = $1 AND state = 'planned'`,
    [onboardingId],
  );
  await enqueue(
    sql,
    rows.map(({ person_id }) => workflowOf('person_digest', person_id)),
  );
}

export async function readOutbox(db: Database, limit: number): Promise<OutboxEntry[]> {
  const rows = await db.query<{
    workflow_id: string;
    process: Process;
    subject_id: string;
    priority: number;
    sequence: string;
  }>(
    `SELECT workflow_id, process, subject_id, priority, sequence FROM outbox
     WHERE retry_at IS NULL OR retry_at <= clock_timestamp() ORDER BY priority, enqueued_at LIMIT $1`,
    [limit],
  );
  return rows.map((row) => ({
    workflowId: row.workflow_id,
    process: row.process,
    subjectId: row.subject_id,
    priority: row.priority,
    sequence: row.sequence,
  }));
}

/**
 * A row that grew meanwhile stays and is signalled again; so does one that somebody is writing just now, since waiting
 * for it could close a circle with a writer who waits for us.
 */
export async function removeDelivered(db: Database, entries: OutboxEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await db.query(
    `WITH held AS (
       SELECT o.workflow_id FROM outbox o JOIN jsonb_to_recordset($1::jsonb) AS d(workflow_id text, sequence bigint)
         ON o.workflow_id = d.workflow_id AND o.sequence = d.sequence FOR UPDATE OF o SKIP LOCKED
     )
     DELETE FROM outbox o USING held WHERE o.workflow_id = held.workflow_id`,
    [JSON.stringify(entries.map((entry) => ({ workflow_id: entry.workflowId, sequence: entry.sequence })))],
  );
}

/** What is being written just now is tried again sooner. */
export async function postpone(db: Database, workflowIds: string[], seconds: number): Promise<void> {
  await db.query(
    `WITH held AS (SELECT workflow_id FROM outbox WHERE workflow_id = ANY($1) FOR UPDATE SKIP LOCKED)
     UPDATE outbox o SET retry_at = clock_timestamp() + make_interval(secs => $2) FROM held WHERE o.workflow_id = held.workflow_id`,
    [workflowIds, seconds],
  );
}
