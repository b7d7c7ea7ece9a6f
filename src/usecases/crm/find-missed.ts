/** What no event announced. It goes the ordinary way: an event of our own, through the inbox, and the deal is read again. */
import type { ChangedDeal } from '../../../integrations/ports.ts';
import type { CrmConnection } from '../../db/connections.ts';
import { changedDeals, type DealsFound, goneDeals, storeFound, theseDeals } from '../../db/missed-deals.ts';
import { enqueue, workflowOf } from '../../db/outbox.ts';
import type { CrmDeps } from './crm-deps.ts';

/**
 * Of deals that were modified, those that were won, and those of running onboardings that are not as we read them last.
 * Our own writes modify as well; reading what they left is a no-op. @returns how many are to be read
 */
export const noteMissed = (
  deps: CrmDeps,
  connection: CrmConnection,
  changed: ChangedDeal[],
  at: Date,
): Promise<number> => note(deps, connection, changedDeals(changed, deps.clock.offsetMs()), at);

/** Deals that the CRM does not have any more, unless that is known. */
export async function noteGone(deps: CrmDeps, connection: CrmConnection, dealIds: string[]): Promise<number> {
  if (dealIds.length === 0) return 0;
  return note(deps, connection, goneDeals(dealIds), deps.clock.now());
}

export async function readAgain(
  deps: CrmDeps,
  connection: CrmConnection,
  dealIds: string[],
  at: Date,
): Promise<number> {
  if (dealIds.length === 0) return 0;
  return note(deps, connection, theseDeals(dealIds), at);
}

async function note(deps: CrmDeps, connection: CrmConnection, found: DealsFound, at: Date): Promise<number> {
  const stored = await storeFound(deps.db, connection.id, found, { at, now: deps.clock.now() });
  if (stored > 0) await enqueue(deps.db, [workflowOf('crm_intake', connection.id)]);
  return stored;
}
