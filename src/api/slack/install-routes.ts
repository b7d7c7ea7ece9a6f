/** The two browser redirects with which an administrator installs our app in a Slack workspace. */
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { rememberInstallation } from '../../db/slack-installations.ts';
import { beginConsent, useConsent } from '../../db/consents.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { ApiDeps } from '../deps.ts';
import { findCaller, personOf, sessionCookieName } from '../http/caller.ts';
import { noteRoute, requestIdOf } from '../http/request-log.ts';

const settings = '/console/settings';
const returnShape = z.object({ state: z.string().max(200), code: z.string().max(500).optional() });

export function slackInstallRoutes(deps: ApiDeps): Router {
  const router = Router();
  const { slackOAuth, db, secret } = deps;
  if (!slackOAuth) return router;
  const administrator = async (request: Request): Promise<{ sessionHash: string; personId: string }> => {
    const caller = await findCaller(db, request, sessionCookieName(deps.publicUrl));
    if (caller.kind === 'anonymous') throw new AppError('not_signed_in', { message: 'Please sign in' });
    const { id, staffRole } = personOf(caller);
    if (caller.kind !== 'person' || staffRole !== 'admin')
      throw new AppError('forbidden', { message: 'Only an administrator may connect Slack' });
    return { sessionHash: caller.sessionHash, personId: id };
  };

  router.get('/slack/install', async (request: Request, response: Response) => {
    noteRoute(response, '/slack/install');
    response.setHeader('Cache-Control', 'no-store');
    const { sessionHash } = await administrator(request);
    response.redirect(302, slackOAuth.consentUrl(await beginConsent(db, sessionHash)));
  });

  router.get('/slack/oauth', async (request: Request, response: Response) => {
    noteRoute(response, '/slack/oauth');
    response.setHeader('Cache-Control', 'no-store');
    const { sessionHash, personId } = await administrator(request);
    const returned = returnShape.safeParse(request.query).data;
    // a HEAD would use the state up without anything installed
    if (request.method === 'HEAD' || !returned || !(await useConsent(db, returned.state, sessionHash)))
      return response.redirect(302, `${settings}?slack=expired`);
    // whoever said no in Slack comes back without a code
    if (returned.code === undefined) return response.redirect(302, `${settings}?slack=declined`);
    try {
      const grant = await slackOAuth.redeem(returned.code);
      await db.transaction((tx) => rememberInstallation(tx, { ...grant, installedById: personId }, secret));
      response.redirect(302, `${settings}?slack=connected`);
    } catch (error) {
      if (!isAppError(error)) throw error;
      deps.logger.warn({ requestId: requestIdOf(response), err: error }, 'Slack was not connected');
      response.redirect(302, `${settings}?slack=failed`);
    }
  });
  return router;
}
