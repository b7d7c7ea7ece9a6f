import type { endpoints } from '../../contracts/api/index.ts';
import { knownDeals } from '../../db/queries/known-deals.ts';
import { pauseConnection } from '../../usecases/crm/pause-connection.ts';
import { resumeConnection } from '../../usecases/crm/resume-connection.ts';
import { setMode } from '../../usecases/crm/set-mode.ts';
import type { Handler } from '../http/handler.ts';

export const deals: Handler<typeof endpoints.searchDeals> = async ({ query }, deps) => {
  const found = await deps.searchDeals(query.search);
  const known = new Map(
    (await knownDeals(deps.db, found)).map((deal) => [`${deal.connectionId}:${deal.dealId}`, deal]),
  );
  return {
    items: found.map((deal) => {
      const { onboardingId = null, noOnboardingReason = null } = known.get(`${deal.connectionId}:${deal.dealId}`) ?? {};
      return { ...deal, onboardingId, noOnboardingReason };
    }),
  };
};

export const resume: Handler<typeof endpoints.resumeConnection> = async ({ params }, deps) => {
  await resumeConnection(deps, params.connectionId);
};

export const pause: Handler<typeof endpoints.pauseConnection> = async ({ params, body }, deps) => {
  await pauseConnection(deps, params.connectionId, body.reason);
};

export const mode: Handler<typeof endpoints.setConnectionMode> = async ({ params, body }, deps) => {
  await setMode(deps, params.connectionId, body.mode);
};
