/** Events in an onboarding's history: 60 tasks completed one by one, and what a wake that nudges adds. */
import { setTimeout as sleep } from 'node:timers/promises';
import { enqueueOnboardings } from '../../src/db/outbox.ts';
import { runCommand } from '../../src/usecases/onboardings/run-command.ts';
import { type Figure, median, untilTrue } from './measure.ts';
import { type Rig, startRig } from './rig.ts';
import { benchActor, liveOnboarding, taskCount } from './seed.ts';
import type { BenchServices } from './services.ts';

/** longer than changes to one onboarding are collected: each completion is a signal of its own */
const spacingMs = 1_060;
const nudges = 5;
const rearmMs = 2_500;

export async function benchHistory(services: BenchServices): Promise<Figure[]> {
  const rig = await startRig(await services.fresh());
  try {
    const id = await liveOnboarding(rig.core, 'History');
    const completed = await completeAll(rig, id);
    await quiet(rig);
    const events = await eventsOf(rig, id);
    const perNudge = await nudgeEvents(rig, await liveOnboarding(rig.core, 'Nudges'));
    return [
      {
        what: `Events in the history, ${completed} tasks completed ≥ 1 s apart`,
        ours: String(events),
        baseline: '–',
        ratio: null,
        target: '≤ 600',
        isMet: events <= 600,
      },
      {
        what: `Events of a wake that plans a nudge (median of ${perNudge.length})`,
        ours: String(median(perNudge)),
        baseline: '–',
        ratio: null,
        target: '≤ 12',
        isMet: Math.max(...perNudge) <= 12,
      },
    ];
  } finally {
    await rig.stop();
  }
}

async function completeAll(rig: Rig, onboardingId: string): Promise<number> {
  const actor = await benchActor(rig.core);
  const open = await rig.core.db.query<{ id: string }>(
    'SELECT id FROM tasks WHERE onboarding_id = $1 ORDER BY position, id LIMIT $2',
    [onboardingId, taskCount],
  );
  for (const { id } of open) {
    const next = sleep(spacingMs);
    await runCommand(rig.core.deps, { name: 'complete', subjectId: id, input: {}, actor }).catch(() =>
      // a task that is done by naming somebody
      runCommand(rig.core.deps, { name: 'skip', subjectId: id, input: { reason: 'bench' }, actor }),
    );
    await next;
  }
  return open.length;
}

/** Moves the date to shortly before the next wake, lets the timer fire, and counts what that added. */
async function nudgeEvents(rig: Rig, id: string): Promise<number[]> {
  const { db } = rig.core;
  const counts: number[] = [];
  for (let wake = 0; wake < nudges * 6 && counts.length < nudges; wake++) {
    await quiet(rig);
    const [next] = await db.query<{ at: Date | null }>('SELECT next_wake_at AS at FROM onboardings WHERE id = $1', [
      id,
    ]);
    if (!next?.at) break;
    const offsetMs = Math.max(0, next.at.getTime() - Date.now() - rearmMs);
    await db.query(
      'INSERT INTO business_clock (id, offset_ms) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET offset_ms = greatest(business_clock.offset_ms, excluded.offset_ms)',
      [Math.ceil(offsetMs)],
    );
    await rig.core.clock.refresh();
    await enqueueOnboardings(db, [id]);
    await quiet(rig);
    await sleep(rearmMs / 4);
    const [before, planned] = [await eventsOf(rig, id), await intentsOf(rig, id)];
    await sleep(rearmMs);
    await quiet(rig);
    if ((await intentsOf(rig, id)) > planned) counts.push((await eventsOf(rig, id)) - before);
  }
  return counts;
}

async function intentsOf({ core }: Rig, id: string): Promise<number> {
  const [row] = await core.db.query<{ n: number }>('SELECT count(*)::int AS n FROM intents WHERE onboarding_id = $1', [
    id,
  ]);
  return row?.n ?? 0;
}

/** Of all its runs: a long history is followed by a fresh one. */
async function eventsOf({ core, client }: Rig, id: string): Promise<number> {
  const [row] = await core.db.query<{ workflow_id: string }>('SELECT workflow_id FROM onboardings WHERE id = $1', [id]);
  let count = 0;
  let runId: string | undefined;
  do {
    const { events } = await client.workflow.getHandle(row?.workflow_id ?? '', runId).fetchHistory();
    count += events?.length ?? 0;
    runId = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
  } while (runId !== undefined);
  return count;
}

const quiet = ({ core }: Rig): Promise<void> =>
  untilTrue('quiet', async () => {
    const [row] = await core.db.query<{ busy: number }>('SELECT count(*)::int AS busy FROM outbox');
    return row?.busy === 0;
  });
