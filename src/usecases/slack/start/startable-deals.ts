/** Won deals without an onboarding: those that we have read, and by name those that the CRM finds besides. */
import { findWonWithoutOnboarding, onboardingsOfDeals } from '../../../db/deals.ts';
import type { SlackDeps } from '../handler.ts';

export interface StartableDeal {
  connectionId: string;
  dealId: string;
  name: string;
  stageLabel: string;
}

const atMost = 50;

/** What the CRM does not answer in time is left out: whoever asks types on, and waits three seconds at most. */
export async function findStartableDeals(deps: SlackDeps, text: string): Promise<StartableDeal[]> {
  const connectionIds = [...deps.crms.keys()];
  const [read, found] = await Promise.all([
    findWonWithoutOnboarding(deps.db, { connectionIds, text, limit: atMost }),
    text === '' ? [] : Promise.all(connectionIds.map((connectionId) => searched(deps, connectionId, text))),
  ]);
  const distinct = new Map([...read, ...found.flat()].map((deal) => [`${deal.connectionId} ${deal.dealId}`, deal]));
  return [...distinct.values()].slice(0, atMost);
}

async function searched(deps: SlackDeps, connectionId: string, text: string): Promise<StartableDeal[]> {
  try {
    const deals = ((await deps.crms.get(connectionId)?.searchDeals(text)) ?? []).filter(({ isWon }) => isWon);
    const ids = deals.map(({ dealId }) => dealId);
    const taken = new Set((await onboardingsOfDeals(deps.db, connectionId, ids)).map(({ dealId }) => dealId));
    return deals
      .filter(({ dealId }) => !taken.has(dealId))
      .map(({ dealId, name, stageLabel }) => ({ connectionId, dealId, name, stageLabel }));
  } catch (error) {
    deps.logger.info({ connectionId, err: error }, 'A CRM could not be searched; the deals that were read are offered');
    return [];
  }
}
