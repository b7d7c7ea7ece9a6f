/**
 * Which records are compared: those that the CRM says were modified, and a share of all others with each look, since
 * searches lag behind and know nothing of what was deleted.
 */
import type { CrmPort } from '../../../integrations/ports.ts';
import { roundOf, settledOf, settledPage, type SettledValue, storeRound } from '../../db/drift.ts';
import { type Compared, compareValues } from './compare-values.ts';
import type { CrmDeps } from './crm-deps.ts';

/** what both vendors read with one call */
const recordsPerRead = 100;
/** So many looks, ten minutes apart, go through everything once. Fewer records than one call reads are all compared each time. */
const looksPerRound = 12;

export async function compareChanged(
  deps: CrmDeps,
  connectionId: string,
  crm: CrmPort,
  { objectType, ids }: { objectType: SettledValue['objectType']; ids: string[] },
): Promise<Compared> {
  return compareValues(deps, connectionId, crm, await settledOf(deps.db, connectionId, objectType, ids));
}

export async function compareNext(deps: CrmDeps, connectionId: string, crm: CrmPort): Promise<Compared> {
  const { after, records } = await roundOf(deps.db, connectionId);
  const all: Compared = { driftedValues: 0, goneDeals: [] };
  let comparedTo = after;
  for (let left = Math.max(1, records / looksPerRound); left > 0; left -= recordsPerRead) {
    const values = await settledPage(deps.db, { connectionId, after: comparedTo, records: recordsPerRead });
    const { driftedValues, goneDeals } = await compareValues(deps, connectionId, crm, values);
    all.driftedValues += driftedValues;
    all.goneDeals.push(...goneDeals);
    const last = values.at(-1);
    const isOver = new Set(values.map(({ objectType, recordId }) => `${objectType}:${recordId}`)).size < recordsPerRead;
    comparedTo = last && !isOver ? `${last.objectType}:${last.recordId}` : null;
    await storeRound(deps.db, connectionId, comparedTo);
    if (comparedTo === null) break;
  }
  return all;
}
