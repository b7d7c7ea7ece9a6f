/** Until nothing is left to do in either CRM, and looking once more for what no event announced. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type pg from 'pg';
import { z } from 'zod';
import { reconcileSchedule } from '../../../temporal.config.ts';
import { patiently } from '../processes.ts';
import { until } from '../until.ts';
import type { Place } from './place.ts';

const quietPolls = 4;

const hubspotCounters = z.object({
  totals: z.object({ failed: z.number(), throttled: z.number() }),
  webhooks: z.object({ waiting: z.number(), dropped: z.number() }),
});
const salesforceCounters = z.object({
  totals: z.object({ failed: z.number() }),
  outbound: z.object({ waiting: z.number(), dropped: z.number() }),
});

export async function readCounters(control: Place['control']) {
  const hubspot = hubspotCounters.parse(await control('GET', '/hubspot/counters'));
  const salesforce = salesforceCounters.parse(await control('GET', '/salesforce/counters'));
  return {
    failed: { hubspot: hubspot.totals.failed, salesforce: salesforce.totals.failed },
    waiting: { hubspot: hubspot.webhooks.waiting, salesforce: salesforce.outbound.waiting },
    lostEvents: hubspot.webhooks.dropped + salesforce.outbound.dropped,
  };
}

/** What is wanted of a deal that was deleted waits until it is back. */
const isWaiting = `v.state = 'pending' AND NOT EXISTS (SELECT 1 FROM deals d
  WHERE v.object_type = 'deal' AND d.connection_id = v.connection_id AND d.deal_id = v.record_id AND d.is_deleted)`;
/** What a failing run names. */
const stuck = `SELECT * FROM (SELECT kind AS what, step AS about, state, attempts, error, payload FROM effects WHERE state IN ('planned', 'started', 'unclear')
  UNION ALL SELECT object_type, record_id || ' ' || field, state, attempts, error || ', at ' || retry_at, value FROM crm_values v WHERE ${isWaiting}) s LIMIT 5`;

export async function untilQuiet({ control }: Place, db: pg.Pool, withinMs: number): Promise<void> {
  let quiet = 0;
  const startedAt = performance.now();
  while (quiet < quietPolls) {
    const left = await patiently(async () => {
      const { rows } = await db.query<Record<string, number>>(
        `SELECT (SELECT count(*)::int FROM outbox) AS signals, (SELECT count(*)::int FROM inbox_events WHERE state = 'pending') AS events,
           (SELECT count(*)::int FROM effects WHERE state IN ('planned', 'started', 'unclear')) AS effects,
           (SELECT count(*)::int FROM crm_values v WHERE ${isWaiting}) AS values`,
      );
      return { ...rows[0], ...(await readCounters(control)).waiting };
    });
    quiet = Object.values(left).every((waiting) => waiting === 0) ? quiet + 1 : 0;
    if (quiet === 0 && performance.now() - startedAt > withinMs)
      throw new Error(`It is not quiet: ${JSON.stringify(left)}; ${JSON.stringify((await db.query(stuck)).rows)}`);
    await sleep(400);
  }
}

/** One that is under way already will do. */
export async function startReconcile({ temporal }: Place): Promise<void> {
  const connection = await Connection.connect({ address: temporal.address });
  try {
    const client = new Client({ connection, namespace: temporal.namespace });
    await client.schedule.getHandle(reconcileSchedule.id).trigger();
  } finally {
    await connection.close();
  }
}

export async function reconcile(place: Place, db: pg.Pool): Promise<void> {
  const last = async (): Promise<(number | null)[]> => {
    const { rows } = await db.query<{ at: Date | null }>(
      'SELECT last_reconciled_at AS at FROM crm_connections ORDER BY provider',
    );
    return rows.map(({ at }) => at?.getTime() ?? null);
  };
  const before = await last();
  await startReconcile(place);
  await until(
    'both CRMs compared',
    async () => (await last()).every((at, n) => at !== before[n]) || undefined,
    120_000,
  );
}
