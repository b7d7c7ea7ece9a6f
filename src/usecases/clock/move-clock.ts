/**
 * The sandbox's way forward in time: set the business clock to the earliest next wake, tell those due, wait until it is
 * quiet, and again, so that weeks of chasing happen in order. Nothing else ever moves the clock.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../db/clock.ts';
import type { Database } from '../../db/database.ts';
import { enqueue, type Process, priorityAtOnce, workflowOf } from '../../db/outbox.ts';
import { undecidedDigests } from './undecided-digests.ts';

export interface ClockDeps {
  db: Database;
  clock: Clock;
}
export interface ClockView {
  now: string;
  offsetMs: number;
  nextAt: string | null;
  quiet: boolean;
}
export type ClockMove = { advanceTo: string } | { forwardDays: number } | { toNext: true };

const quietPollMs = 40;
const quietTimeoutMs = 30_000;

export async function viewClock(deps: ClockDeps): Promise<ClockView> {
  await deps.clock.refresh();
  const [next] = await dueRows(deps, 'ORDER BY at LIMIT 1');
  return {
    now: deps.clock.now().toISOString(),
    offsetMs: deps.clock.offsetMs(),
    nextAt: next?.at.toISOString() ?? null,
    quiet: (await busy(deps)).length === 0 && (await undecidedDigests(deps.db, deps.clock.now())).length === 0,
  };
}

/** @returns how many wakes were passed, and what was still busy when waiting for quiet was given up. */
export async function moveClock(deps: ClockDeps, move: ClockMove): Promise<{ wakes: number; stillBusy: string[] }> {
  await deps.clock.refresh();
  const target = await targetOf(deps, move);
  let wakes = 0;
  let stillBusy = await untilQuiet(deps);
  while (deps.clock.now() < target) {
    const [next] = await dueRows(deps, `WHERE at <= $1 ORDER BY at LIMIT 1`, [target]);
    await setNow(deps, next && next.at < target ? next.at : target);
    const due = await dueRows(deps, 'WHERE at <= $1', [deps.clock.now()]);
    await enqueue(
      deps.db,
      due.map((row) => ({
        workflowId: row.workflow_id,
        process: row.process,
        subjectId: row.subject_id,
        priority: priorityAtOnce,
      })),
    );
    wakes += due.length;
    stillBusy = await untilQuiet(deps);
    if (stillBusy.length > 0) break;
  }
  return { wakes, stillBusy };
}

async function targetOf(deps: ClockDeps, move: ClockMove): Promise<Date> {
  if ('advanceTo' in move) return new Date(move.advanceTo);
  if ('forwardDays' in move) return new Date(deps.clock.now().getTime() + move.forwardDays * 86_400_000);
  const [next] = await dueRows(deps, 'WHERE at > $1 ORDER BY at LIMIT 1', [deps.clock.now()]);
  return next?.at ?? deps.clock.now();
}

async function setNow(deps: ClockDeps, at: Date): Promise<void> {
  // business time never goes back; a wake that is due already needs no move
  const offsetMs = Math.max(deps.clock.offsetMs(), at.getTime() - Date.now());
  await deps.db.query(
    `INSERT INTO business_clock (id, offset_ms) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET offset_ms = greatest(business_clock.offset_ms, excluded.offset_ms)`,
    [Math.ceil(offsetMs)],
  );
  await deps.clock.refresh();
  await deps.db.query(`SELECT pg_notify('live', '{"type":"clock"}')`);
}

interface DueRow {
  at: Date;
  process: Process;
  subject_id: string;
  workflow_id: string;
}

const dueRows = (deps: ClockDeps, tail: string, values: unknown[] = []): Promise<DueRow[]> =>
  deps.db.query<DueRow>(
    `SELECT * FROM (
       SELECT next_wake_at AS at, 'onboarding' AS process, id AS subject_id, workflow_id FROM onboardings WHERE next_wake_at IS NOT NULL
       UNION ALL SELECT next_wake_at, 'person_digest', id, 'person:' || id FROM people WHERE next_wake_at IS NOT NULL
       UNION ALL SELECT min(next_wake_at), 'check_ins', onboarding_id, 'check-ins:' || onboarding_id FROM check_ins WHERE next_wake_at IS NOT NULL GROUP BY onboarding_id
     ) due ${tail}`,
    values,
  );

async function untilQuiet(deps: ClockDeps): Promise<string[]> {
  const deadline = performance.now() + quietTimeoutMs;
  const reminded = new Set<string>();
  for (;;) {
    const waitingFor = await busy(deps);
    if (waitingFor.length === 0) {
      const undecided = await undecidedDigests(deps.db, deps.clock.now());
      if (undecided.length === 0) return [];
      waitingFor.push('digests');
      await remind(deps, undecided, reminded);
    }
    if (performance.now() > deadline) return waitingFor;
    await sleep(quietPollMs);
  }
}

/** Once each: one that was decided by what has changed since, of which nobody told it, would never be quiet. */
async function remind({ db }: ClockDeps, personIds: string[], reminded: Set<string>): Promise<void> {
  const left = personIds.filter((id) => !reminded.has(id));
  for (const id of left) reminded.add(id);
  await enqueue(
    db,
    left.map((id) => ({ ...workflowOf('person_digest', id), priority: priorityAtOnce })),
  );
}

/** What is under way now: signals, events, messages, wakes that are due. A CRM or a Slack that is away does not hold up time. */
async function busy(deps: ClockDeps): Promise<string[]> {
  const [row] = await deps.db.query<{ busy: string[] }>(
    `SELECT array_remove(ARRAY[
       CASE WHEN EXISTS (SELECT 1 FROM outbox) THEN 'signals' END,
       CASE WHEN EXISTS (SELECT 1 FROM inbox_events e JOIN crm_connections c ON c.id = e.connection_id WHERE e.state = 'pending' AND c.status = 'active') THEN 'events' END,
       CASE WHEN EXISTS (SELECT 1 FROM messages WHERE state IN ('claimed', 'sending') AND attempts < 2 AND unclear_attempts = 0) THEN 'messages' END,
       CASE WHEN EXISTS (SELECT 1 FROM slack_events WHERE state = 'pending' AND attempts < 2) THEN 'what was done in Slack' END,
       CASE WHEN EXISTS (SELECT 1 FROM onboardings WHERE next_wake_at <= $1) THEN 'onboardings' END,
       CASE WHEN EXISTS (SELECT 1 FROM people WHERE next_wake_at <= $1) THEN 'digests' END,
       CASE WHEN EXISTS (SELECT 1 FROM check_ins WHERE next_wake_at <= $1) THEN 'check-ins' END,
       CASE WHEN EXISTS (SELECT 1 FROM effects WHERE state = 'planned' OR (state = 'started' AND attempts < 2)) THEN 'effects' END,
       CASE WHEN EXISTS (SELECT 1 FROM crm_values v JOIN crm_connections c ON c.id = v.connection_id WHERE v.state = 'pending' AND v.attempts = 0 AND c.status = 'active') THEN 'CRM values' END
     ], NULL) AS busy`,
    [deps.clock.now()],
  );
  return row?.busy ?? [];
}
