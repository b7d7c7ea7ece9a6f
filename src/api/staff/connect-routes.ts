/** The two browser redirects with which an administrator connects a HubSpot account by consent. */
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { beginConsent, useConsent } from '../../db/consents.ts';
import { AppError, isAppError } from '../../errors.ts';
import { connect } from '../../usecases/connections/connect.ts';
import type { ApiDeps } from '../deps.ts';
import { actorOf, findCaller, personOf, sessionCookieName } from '../http/caller.ts';
import { noteRoute, requestIdOf } from '../http/request-log.ts';

const settings = '/console/settings';
const returnShape = z.object({ state: z.string().max(200), code: z.string().max(500).optional() });

export function connectRoutes(deps: ApiDeps): Router {
  const router = Router();
  const { hubSpotOAuth, db } = deps;
  if (!hubSpotOAuth) return router;
  const administrator = async (request: Request): Promise<{ sessionHash: string; label: string }> => {
    const caller = await findCaller(db, request, sessionCookieName(deps.publicUrl));
    if (caller.kind === 'anonymous') throw new AppError('not_signed_in', { message: 'Please sign in' });
    if (caller.kind !== 'person' || personOf(caller).staffRole !== 'admin')
      throw new AppError('forbidden', { message: 'Only an administrator may connect a CRM' });
    return { sessionHash: caller.sessionHash, label: actorOf(caller).label };
  };

  router.get('/connect/hubspot', async (request: Request, response: Response) => {
    noteRoute(response, '/connect/hubspot');
    response.setHeader('Cache-Control', 'no-store');
    const { sessionHash } = await administrator(request);
    response.redirect(302, hubSpotOAuth.consentUrl(await beginConsent(db, sessionHash)));
  });

  router.get('/connect/hubspot/return', async (request: Request, response: Response) => {
    noteRoute(response, '/connect/hubspot/return');
    response.setHeader('Cache-Control', 'no-store');
    const { sessionHash, label } = await administrator(request);
    const returned = returnShape.safeParse(request.query).data;
    // a HEAD would use the state up without anything connected
    if (request.method === 'HEAD' || !returned || !(await useConsent(db, returned.state, sessionHash)))
      return response.redirect(302, `${settings}?crm=expired`);
    // whoever said no comes back without a code
    if (returned.code === undefined) return response.redirect(302, `${settings}?crm=declined`);
    try {
      const { accountId, scopes, accessToken, refreshToken, expiresAt } = await hubSpotOAuth.redeem(returned.code);
      await connect(deps.connecting, {
        provider: 'hubspot',
        accountId,
        scopes,
        connectedBy: label,
        secret: { kind: 'hubspot_consent', accessToken, refreshToken, expiresAt: expiresAt.toISOString() },
      });
      response.redirect(302, `${settings}?crm=connected`);
    } catch (error) {
      if (!isAppError(error)) throw error;
      deps.logger.warn({ requestId: requestIdOf(response), err: error }, 'HubSpot was not connected');
      response.redirect(302, `${settings}?crm=failed`);
    }
  });
  return router;
}
