import { connectionById } from '../../db/connections.ts';
import { isAppError } from '../../errors.ts';
import type { CrmDeps } from './crm-deps.ts';

export interface FoundDeal {
  connectionId: string;
  dealId: string;
  name: string;
  stageLabel: string;
  isWon: boolean;
}

interface FoundDeals {
  items: FoundDeal[];
  /** names of connections that did not answer */
  unanswered: string[];
}

/** Deals of every connected CRM whose name has the words. Throws where none of them answers. */
export async function searchDeals(deps: CrmDeps, search: string): Promise<FoundDeals> {
  const refusals: { connectionId: string; error: unknown }[] = [];
  const searched = [...deps.crms].map(async ([connectionId, crm]): Promise<FoundDeal[]> => {
    try {
      return (await crm.searchDeals(search)).map((deal) => ({ connectionId, ...deal }));
    } catch (error) {
      if (!isAppError(error)) throw error;
      deps.logger.info({ connectionId, err: error }, 'A CRM could not be searched');
      refusals.push({ connectionId, error });
      return [];
    }
  });
  const items = (await Promise.all(searched)).flat();
  const [first] = refusals;
  if (first && refusals.length === deps.crms.size) throw first.error;
  const unanswered = await Promise.all(refusals.map(({ connectionId }) => connectionById(deps.db, connectionId)));
  return { items, unanswered: unanswered.map(({ name }) => name) };
}
