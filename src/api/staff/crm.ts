import type { endpoints } from '../../contracts/api/index.ts';
import { knownDeals } from '../../db/queries/known-deals.ts';
import type { Handler } from '../http/handler.ts';

export const deals: Handler<typeof endpoints.searchDeals> = async ({ query }, deps) => {
  const { items: found, unanswered } = await deps.searchDeals(query.search);
  const known = new Map(
    (await knownDeals(deps.db, found)).map((deal) => [`${deal.connectionId}:${deal.dealId}`, deal]),
  );
  return {
    items: found.map((deal) => {
      const {
        onboardingId = null,
        onboardingStatus = null,
        handedOverAt = null,
        noOnboardingReason = null,
      } = known.get(`${deal.connectionId}:${deal.dealId}`) ?? {};
      return { ...deal, onboardingId, onboardingStatus, handedOverAt, noOnboardingReason };
    }),
    unanswered,
  };
};
