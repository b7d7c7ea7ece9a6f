/** Tickets of tasks: which are to be looked after, and what was agreed. Times are real: a tracker knows no other. */
import type { TicketFacts, TicketSpec, TrackerName } from '../domain/ticket.ts';
import type { Sql } from './database.ts';
import { enqueue, ticketSync } from './outbox.ts';

export type TicketState = 'waiting' | 'creating' | 'open' | 'closed' | 'missing' | 'refused';

export interface TicketRow {
  taskId: string;
  onboardingId: string;
  tracker: TrackerName;
  state: TicketState;
  key: string | null;
  agreed: TicketFacts | null;
  told: (TicketFacts & { at: string }) | null;
  spec: TicketSpec;
  asked: number;
  secondsSinceTry: number | null;
  task: {
    name: string;
    text: string;
    status: string;
    dueOn: string | null;
    isReady: boolean;
    isStarted: boolean;
    doneAt: string | null;
    dueMovedAt: string | null;
  };
  onboarding: { name: string; status: string };
}

/** longer than looking after one takes; a worker that died leaves it to the next one then */
const heldSeconds = 120;

/** Takes what is due, the longest waiting first; nobody else takes it meanwhile. */
export async function takeTickets(sql: Sql, trackers: readonly TrackerName[], limit: number): Promise<TicketRow[]> {
  const rows = await sql.query<{ ticket: TicketRow }>(
    `WITH due AS (
       SELECT task_id FROM external_tickets WHERE look_at <= clock_timestamp() AND tracker = ANY($1) ORDER BY look_at LIMIT $2 FOR UPDATE SKIP LOCKED
     ), taken AS (
       UPDATE external_tickets e SET look_at = clock_timestamp() + make_interval(secs => $3) FROM due WHERE e.task_id = due.task_id RETURNING e.*
     )
     SELECT json_build_object(
       'taskId', e.task_id, 'onboardingId', e.onboarding_id, 'tracker', e.tracker, 'state', e.state, 'key', e.key, 'asked', e.asked,
       'agreed', CASE WHEN e.agreed_done IS NOT NULL THEN json_build_object('isDone', e.agreed_done, 'isStarted', e.agreed_started, 'dueOn', e.agreed_due_on) END,
       'told', CASE WHEN e.told IS NOT NULL THEN jsonb_build_object('isStarted', e.agreed_started) || e.told END, 'spec', t.ticket, 'secondsSinceTry', extract(epoch FROM clock_timestamp() - e.created_try_at)::float8,
       'task', json_build_object('name', t.name, 'text', t.how_to->>'text', 'status', t.status, 'dueOn', t.due_on, 'isReady', t.ready_at IS NOT NULL, 'isStarted', t.started_at IS NOT NULL,
         'doneAt', t.done_at, 'dueMovedAt', t.due_moved->>'at'),
       'onboarding', json_build_object('name', o.name, 'status', o.status)
     ) AS ticket
     FROM taken e JOIN tasks t ON t.id = e.task_id JOIN onboardings o ON o.id = e.onboarding_id`,
    [trackers, limit, heldSeconds],
  );
  return rows.map(({ ticket }) => ticket);
}

/** Before a creation, so that an end that nobody saw is known as one. */
export async function startCreating(sql: Sql, taskId: string): Promise<void> {
  await sql.query(
    `UPDATE external_tickets SET state = 'creating', created_try_at = clock_timestamp() WHERE task_id = $1`,
    [taskId],
  );
}

export interface TicketStanding {
  state: TicketState;
  key: string | null;
  url: string | null;
  status: string | null;
  agreed: TicketFacts | null;
  /** what the tracker was just told, which is its word now unless it told something else meanwhile */
  pushed?: Partial<TicketFacts>;
  error: string | null;
}

/**
 * What stands after a look; what the tracker alone tells, or told meanwhile, is kept. `againInSeconds`: when to look by
 * oneself, null for not before somebody says so; at once where there came a new reason meanwhile.
 */
export async function settleTicket(
  sql: Sql,
  { taskId, asked, told }: TicketRow,
  { state, key, url, status, agreed, pushed = {}, error }: TicketStanding,
  againInSeconds: number | null,
): Promise<void> {
  await sql.query(
    `UPDATE external_tickets SET state = $3, key = coalesce(CASE WHEN asked = $2 THEN $4 END, key, $4), url = coalesce($5, url), status = coalesce($6, status), agreed_done = $7, agreed_due_on = $8, error = $9, agreed_started = $11,
       told = told || coalesce((SELECT jsonb_object_agg(name, fact) FROM jsonb_each($12::jsonb) AS pushed(name, fact) WHERE told->name = $13::jsonb->name), '{}'),
       look_at = CASE WHEN asked <> $2 THEN clock_timestamp() ELSE clock_timestamp() + make_interval(secs => $10::float8) END
     WHERE task_id = $1`,
    [
      taskId,
      asked,
      state,
      key,
      url,
      status,
      agreed?.isDone ?? null,
      agreed?.dueOn ?? null,
      error,
      againInSeconds,
      agreed?.isStarted ?? false,
      JSON.stringify(pushed),
      JSON.stringify(told),
    ],
  );
  await announce(sql, taskId);
}

/** It did not work this time. */
export async function postponeTicket(sql: Sql, { taskId }: TicketRow, error: string, inSeconds: number): Promise<void> {
  await sql.query(
    `UPDATE external_tickets SET error = $2, look_at = clock_timestamp() + make_interval(secs => $3::float8) WHERE task_id = $1`,
    [taskId, error, inSeconds],
  );
  await announce(sql, taskId);
}

/** How long until the next one is due; null: none waits. */
export async function nextTicketInMs(sql: Sql, trackers: readonly TrackerName[]): Promise<number | null> {
  const [row] = await sql.query<{ ms: number | null }>(
    `SELECT (extract(epoch FROM min(look_at) - clock_timestamp()) * 1000)::float8 AS ms FROM external_tickets WHERE tracker = ANY($1)`,
    [trackers],
  );
  const ms = row?.ms ?? null;
  return ms === null ? null : Math.max(0, ms);
}

/**
 * Somebody changed it there. The signal goes before the ticket, as in a command that changes the task: each would wait for
 * the other. @returns whether it is one of ours
 */
export async function lookAtTicket(tx: Sql, tracker: TrackerName, key: string): Promise<boolean> {
  const [known] = await tx.query('SELECT 1 FROM external_tickets WHERE tracker = $1 AND key = $2', [tracker, key]);
  if (!known) return false;
  await enqueue(tx, [ticketSync]);
  await tx.query(
    `UPDATE external_tickets SET look_at = clock_timestamp(), asked = asked + 1 WHERE tracker = $1 AND key = $2`,
    [tracker, key],
  );
  return true;
}

export interface ToldByTracker {
  taskId: string;
  /** what is left out is as it was */
  isDone?: boolean | undefined;
  isStarted?: boolean | undefined;
  dueOn?: string | null | undefined;
  key?: string | undefined;
  url?: string | undefined;
  status?: string | undefined;
  /** when it happened; older than what was told before: left */
  at: string;
}

/** A tracker that cannot be asked tells its state by itself. @returns whether it is one of ours */
export async function storeTold(tx: Sql, tracker: TrackerName, told: ToldByTracker): Promise<boolean> {
  const facts = {
    ...(told.isDone === undefined ? {} : { isDone: told.isDone }),
    ...(told.isStarted === undefined ? {} : { isStarted: told.isStarted }),
    ...(told.dueOn === undefined ? {} : { dueOn: told.dueOn }),
  };
  const [known] = await tx.query('SELECT 1 FROM external_tickets WHERE tracker = $1 AND task_id = $2', [
    tracker,
    told.taskId,
  ]);
  if (!known) return false;
  await enqueue(tx, [ticketSync]);
  await tx.query(
    `UPDATE external_tickets SET key = coalesce($5, key), url = coalesce($6, url), status = coalesce($7, status),
       state = CASE WHEN state IN ('waiting', 'creating') THEN 'open' ELSE state END,
       told = jsonb_build_object('isDone', coalesce(agreed_done, false), 'isStarted', agreed_started, 'dueOn', agreed_due_on) || coalesce(told, '{}') || $4::jsonb || jsonb_build_object('at', $3::text),
       look_at = clock_timestamp(), asked = asked + 1
     WHERE tracker = $1 AND task_id = $2 AND coalesce(told->>'at', '') <= $3`,
    [tracker, told.taskId, told.at, JSON.stringify(facts), told.key ?? null, told.url ?? null, told.status ?? null],
  );
  return true;
}

const announce = (sql: Sql, taskId: string): Promise<unknown> =>
  sql.query(
    `SELECT pg_notify('live', json_build_object('type', 'onboarding', 'onboardingId', o.id, 'version', o.version)::text)
     FROM external_tickets e JOIN onboardings o ON o.id = e.onboarding_id WHERE e.task_id = $1`,
    [taskId],
  );
