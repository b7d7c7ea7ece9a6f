/** Looks for what no event announced. Missed deals go the ordinary way through the inbox; drift is reported, never overwritten. */
import type { CrmPort } from '../../../integrations/ports.ts';
import type { CrmScalar } from '../../domain/model.ts';
import { connectionById, type CrmConnection } from '../../db/connections.ts';
import { type LedgerEntry, writeLedger } from '../../db/ledger.ts';
import { type CrmDeps, crmOf } from './crm-deps.ts';
import { findMissed, noteGone } from './find-missed.ts';
import { pauseWhenRevoked } from './revoked.ts';

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
    const missedDeals = await findMissed(deps, connection, crm);
    const { driftedValues, goneDeals } = await findDrift(deps, connection, crm);
    return { missedDeals: missedDeals + goneDeals, driftedValues };
  });
  return done ?? { missedDeals: 0, driftedValues: 0 };
}

/** Each drifted value is reported once, until either side changes. */
async function findDrift(
  deps: CrmDeps,
  connection: CrmConnection,
  crm: CrmPort,
): Promise<{ driftedValues: number; goneDeals: number }> {
  const { id: connectionId } = connection;
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
  const gone: string[] = [];
  for (const objectType of ['deal', 'company'] as const) {
    const mine = values.filter((value) => value.object_type === objectType);
    const ids = [...new Set(mine.map((value) => value.record_id))];
    const fields = [...new Set(mine.map((value) => value.field))];
    for (let start = 0; start < ids.length; start += recordsPerRead) {
      const slice = ids.slice(start, start + recordsPerRead);
      const current = await crm.readFields(objectType, slice, fields);
      if (objectType === 'deal') gone.push(...slice.filter((id) => !current.has(id)));
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
  return { driftedValues: fresh.length, goneDeals: await noteGone(deps, connection, gone) };
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
