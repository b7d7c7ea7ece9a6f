import type { endpoints } from '../../contracts/api/index.ts';
import { setDealSearch, setWonSince } from '../../db/connections.ts';
import { connectSalesforce } from '../../usecases/connections/connect-salesforce.ts';
import { disconnect, outboundTokenOf, rotateOutboundToken } from '../../usecases/connections/connect.ts';
import { rotateSecret } from '../../usecases/connections/rotate-secret.ts';
import { pauseConnection } from '../../usecases/crm/pause-connection.ts';
import { resumeByHand } from '../../usecases/crm/resume-by-hand.ts';
import { setMode } from '../../usecases/crm/set-mode.ts';
import type { ApiDeps } from '../deps.ts';
import { actorOf } from '../http/caller.ts';
import type { Handler } from '../http/handler.ts';

export const resume: Handler<typeof endpoints.resumeConnection> = async ({ params }, deps) => {
  await resumeByHand({ ...deps, crms: deps.crm.crms }, params.connectionId);
};

export const pause: Handler<typeof endpoints.pauseConnection> = async ({ params, body }, deps) => {
  await pauseConnection(deps, params.connectionId, body.reason);
};

export const mode: Handler<typeof endpoints.setConnectionMode> = async ({ params, body }, deps) => {
  await setMode(deps, params.connectionId, body.mode);
};

export const wonSince: Handler<typeof endpoints.setWonSince> = async ({ params, body }, { db }) => {
  await setWonSince(db, params.connectionId, body.wonSince);
};

/** Reconcile's times are real. */
export const dealSearch: Handler<typeof endpoints.setDealSearch> = async ({ params, body }, { db, clock }) => {
  const realNow = new Date(clock.now().getTime() - clock.offsetMs());
  await setDealSearch(db, params.connectionId, body.isOn, realNow);
};

export const rotate: Handler<typeof endpoints.rotateSecret> = async ({ params, body, caller }, deps) => {
  await rotateSecret(deps.connecting, {
    connectionId: params.connectionId,
    given: body,
    by: actorOf(caller).label,
  });
};

const outboundUrl = ({ publicUrl }: ApiDeps, token: string): string => `${publicUrl}/webhooks/salesforce/${token}`;

export const salesforce: Handler<typeof endpoints.connectSalesforce> = async ({ body, caller }, deps) => {
  const { connectionId, outboundToken } = await connectSalesforce(deps.connecting, {
    given: body,
    connectedBy: actorOf(caller).label,
  });
  return { connectionId, outboundUrl: outboundUrl(deps, outboundToken) };
};

export const outbound: Handler<typeof endpoints.getOutboundAddress> = async ({ params }, deps) => ({
  outboundUrl: outboundUrl(deps, await outboundTokenOf(deps.connecting, params.connectionId)),
});

export const rotateOutbound: Handler<typeof endpoints.rotateOutboundAddress> = async ({ params }, deps) => ({
  outboundUrl: outboundUrl(deps, await rotateOutboundToken(deps.connecting, params.connectionId)),
});

/** What the vendor still holds is taken back as well; where it does not answer, its token ends by itself or in its own screens. */
export const end: Handler<typeof endpoints.disconnectCrm> = async ({ params, caller }, deps) => {
  const forgotten = await disconnect(deps.connecting, params.connectionId, actorOf(caller).label);
  if (forgotten.kind !== 'hubspot_consent') return;
  await deps.hubSpotOAuth
    ?.revoke(forgotten.refreshToken)
    .catch((error: unknown) => deps.logger.warn({ err: error }, 'HubSpot did not take the consent back'));
};
