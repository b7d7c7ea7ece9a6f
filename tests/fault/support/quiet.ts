import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { patiently } from '../../support/processes.ts';
import type { World } from './world.ts';

const countersSchema = z.object({ webhooks: z.object({ waiting: z.number() }) });
const quietPolls = 4;

/** What is still to be done anywhere, by class. */
export async function unfinished({ core, control }: World): Promise<Record<string, number>> {
  await core.clock.refresh();
  const [row] = await core.db.query<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM outbox) AS signals,
       (SELECT count(*)::int FROM inbox_events WHERE state = 'pending') AS events,
       (SELECT count(*)::int FROM effects WHERE state IN ('planned', 'started', 'unclear')) AS effects,
       (SELECT count(*)::int FROM crm_values WHERE state = 'pending') AS crm_values,
       (SELECT count(*)::int FROM messages WHERE state IN ('claimed', 'sending')) AS messages,
       (SELECT count(*)::int FROM onboardings WHERE next_wake_at <= $1) AS onboardings_due,
       (SELECT count(*)::int FROM people WHERE next_wake_at <= $1) AS people_due`,
    [core.clock.now()],
  );
  const { webhooks } = countersSchema.parse(await control('GET', '/hubspot/counters'));
  return { ...row, webhooks: webhooks.waiting };
}

/** Waits until nothing is to be done any more, and stays so for a moment. */
export async function untilQuiet(world: World, withinMs: number): Promise<void> {
  const startedAt = performance.now();
  let quiet = 0;
  while (quiet < quietPolls) {
    const left = await patiently(() => unfinished(world));
    quiet = Object.values(left).every((count) => count === 0) ? quiet + 1 : 0;
    if (quiet === 0 && performance.now() - startedAt > withinMs)
      throw new Error(`It is not quiet after ${withinMs / 1000} s: ${JSON.stringify(left)}`);
    await sleep(500);
  }
}
