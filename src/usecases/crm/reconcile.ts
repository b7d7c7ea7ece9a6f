/** Looks for what no event announced: fields that are gone, deals that changed, values that drifted. Nothing is overwritten in silence. */
import { connectionById } from '../../db/connections.ts';
import { mappedFields } from '../../db/drift.ts';
import { type CrmDeps, crmOf } from './crm-deps.ts';
import { findDrift } from './find-drift.ts';
import { findMissed, noteGone } from './find-missed.ts';
import { pauseWhenRevoked } from './revoked.ts';
import { watchFields } from './watch-fields.ts';

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
    await watchFields(deps, connectionId, await mappedFields(deps.db, connectionId));
    const missedDeals = await findMissed(deps, connection, crm);
    const { driftedValues, goneDeals } = await findDrift(deps, connectionId, crm);
    return { missedDeals: missedDeals + (await noteGone(deps, connection, goneDeals)), driftedValues };
  });
  return done ?? { missedDeals: 0, driftedValues: 0 };
}
