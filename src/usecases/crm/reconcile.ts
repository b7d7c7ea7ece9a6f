/** Looks for what no event announced. Missed deals go the ordinary way through the inbox; drift is reported, never overwritten. */
import type { CrmPort } from '../../../integrations/ports.ts';
import type { CrmScalar } from '../../domain/model.ts';
import { connectionById } from '../../db/connections.ts';
import { storeEvents } from '../../db/inbox.ts';
import { type LedgerEntry, writeLedger } from '../../db/ledger.ts';
import { enqueue, workflowIdOf } from '../../db/outbox.ts';
import { type CrmDeps, crmOf } from './crm-deps.ts';
import { pauseWhenRevoked } from './revoked.ts';

/** Search lags behind writes, so windows overlap. */
const overlapMs = 15 * 60_000;
const firstLookBackMs = 7 * 24 * 3_600_000;
const recordsPerRead = 100;

export async function listActiveConnections(deps: CrmDeps): Promise<string[]> {
  const rows = await deps.db.query<{ id: string }>(
    `SELECT id FROM crm_connections WHERE status = 'active' ORDER BY id`,
  );
  return rows.map((row) => row.id).filter((id) => deps.crms.has(id));
}

export async function reconcileConnection(
  deps: CrmDeps,
  connectionId: string,
): Promise<{ missedDeals: number; driftedValues: number }> {
  const connection = await connectionById(deps.db, connectionId);
  if (connection.status !== 'active') return { missedDeals: 0, driftedValues: 0 };
  const done = await pauseWhenRevoked(deps, connectionId, async () => {
    const crm = crmOf(deps, connectionId);
    return {
      missedDeals: await findMissed(deps, connectionId, connection.accountId, crm),
      driftedValues: await findDrift(deps, connectionId, crm),
    };
  });
  return done ?? { missedDeals: 0, driftedValues: 0 };
}

async function findMissed(deps: CrmDeps, connectionId: string, accountId: string, crm: CrmPort): Promise<number> {
  // the CRM's modification times are real time
  const startedAt = new Date(deps.clock.now().getTime() - deps.clock.offsetMs());
  const [row] = await deps.db.query<{ last_reconciled_at: Date | null }>(
    'SELECT last_reconciled_at FROM crm_connections WHERE id = $1',
    [connectionId],
  );
  const since = new Date((row?.last_reconciled_at?.getTime() ?? startedAt.getTime() - firstLookBackMs) - overlapMs);
  let missed = 0;
  for (let after: string | null = null, isFirst = true; isFirst || after !== null; isFirst = false) {
    const page = await crm.findWonDeals({ modifiedSince: since.toISOString(), after });
    const unknown = await deps.db.query<{ deal_id: string }>(
      `SELECT deal_id FROM unnest($2::text[]) AS w(deal_id)
       WHERE NOT EXISTS (SELECT 1 FROM deals d WHERE d.connection_id = $1 AND d.deal_id = w.deal_id AND d.is_won AND NOT d.is_deleted)
         AND NOT EXISTS (SELECT 1 FROM inbox_events e WHERE e.connection_id = $1 AND e.deal_id = w.deal_id AND e.state = 'pending')`,
      [connectionId, page.dealIds],
    );
    missed += await storeEvents(
      deps.db,
      connectionId,
      unknown.map(({ deal_id: dealId }) => ({
        dedupeKey: `reconcile:${dealId}:${startedAt.toISOString()}`,
        kind: 'deal_changed' as const,
        dealId,
        mergedDealIds: [],
        accountId,
        occurredAt: null,
        isOwnWrite: false,
        reason: null,
        raw: { foundBy: 'reconcile' },
      })),
      deps.clock.now(),
    );
    after = page.next;
  }
  await deps.db.query('UPDATE crm_connections SET last_reconciled_at = $2 WHERE id = $1', [connectionId, startedAt]);
  if (missed > 0)
    await enqueue(deps.db, [
      { workflowId: workflowIdOf('crm_intake', connectionId), process: 'crm_intake', subjectId: connectionId },
    ]);
  return missed;
}

/** Each drifted value is reported once, until either side changes. */
async function findDrift(deps: CrmDeps, connectionId: string, crm: CrmPort): Promise<number> {
  const values = await deps.db.query<{
    object_type: 'deal' | 'company';
    record_id: string;
    field: string;
    value: CrmScalar;
    onboarding_id: string;
  }>(
    `SELECT v.object_type, v.record_id, v.field, v.value, v.onboarding_id FROM crm_values v JOIN onboardings o ON o.id = v.onboarding_id
     WHERE v.connection_id = $1 AND v.state = 'written' AND v.field <> 'dealstage' AND o.status NOT IN ('cancelled', 'transitioned') ORDER BY v.object_type, v.record_id`,
    [connectionId],
  );
  const drifted: LedgerEntry[] = [];
  for (const objectType of ['deal', 'company'] as const) {
    const mine = values.filter((value) => value.object_type === objectType);
    const ids = [...new Set(mine.map((value) => value.record_id))];
    const fields = [...new Set(mine.map((value) => value.field))];
    for (let start = 0; start < ids.length; start += recordsPerRead) {
      const slice = ids.slice(start, start + recordsPerRead);
      const current = await crm.readFields(objectType, slice, fields);
      for (const value of mine.filter(({ record_id: id }) => slice.includes(id))) {
        const now = current.get(value.record_id)?.[value.field] ?? '';
        if (current.has(value.record_id) && now !== String(value.value ?? '')) {
          drifted.push({
            connectionId,
            onboardingId: value.onboarding_id,
            direction: 'drift',
            objectType,
            recordId: value.record_id,
            field: value.field,
            before: value.value,
            after: now,
            why: 'changed in the CRM since we last wrote it',
            actor: 'CRM',
            result: 'reported',
          });
        }
      }
    }
  }
  const fresh = drifted.length === 0 ? [] : await notYetReported(deps, drifted);
  await writeLedger(deps.db, fresh, deps.clock.now());
  return fresh.length;
}

async function notYetReported(deps: CrmDeps, drifted: LedgerEntry[]): Promise<LedgerEntry[]> {
  const known = await deps.db.query<{ record_id: string; field: string; before: unknown; after: unknown }>(
    `SELECT DISTINCT ON (object_type, record_id, field) record_id, field, before, after FROM sync_ledger
     WHERE connection_id = $1 AND direction = 'drift' AND record_id = ANY($2) ORDER BY object_type, record_id, field, id DESC`,
    [drifted[0]?.connectionId, [...new Set(drifted.map((entry) => entry.recordId))]],
  );
  const reported = new Set(known.map((row) => JSON.stringify([row.record_id, row.field, row.before, row.after])));
  return drifted.filter(
    (entry) => !reported.has(JSON.stringify([entry.recordId, entry.field, entry.before, entry.after])),
  );
}
