/** What a token is good for, and whose it is: https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oidc_token_introspection.htm */
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { SalesforceApp } from './oauth.ts';
import type { Session, Sessions } from './sessions.ts';

interface Whose {
  app: SalesforceApp;
  sessions: Sessions;
  scope: string;
  organizationId: string;
  runAs: { id: string; username: string };
}

const lifeSeconds = 2 * 3_600;
const askedSchema = z.object({
  token: z.string().default(''),
  client_id: z.string().default(''),
  client_secret: z.string().default(''),
});

/** Only the app itself may ask, of its own tokens. */
export function answerIntrospection(whose: Whose, address: string, request: Request, response: Response): void {
  const { app, sessions, scope, runAs } = whose;
  const { token, client_id: clientId, client_secret: secret } = askedSchema.parse(request.body ?? {});
  if (clientId !== app.clientId || secret !== app.clientSecret) {
    response.status(401).json({ error: 'invalid_client', error_description: 'invalid client credentials' });
    return;
  }
  const session = sessions.find(`Bearer ${token}`);
  if (!session) {
    response.json({ active: false });
    return;
  }
  const since = Math.floor(session.since / 1_000);
  response.json({
    active: true,
    scope,
    client_id: clientId,
    username: runAs.username,
    sub: subjectOf(whose, address, session),
    token_type: 'access_token',
    exp: since + lifeSeconds,
    iat: since,
    nbf: since,
  });
}

export function answerUserInfo(whose: Whose, address: string, request: Request, response: Response): void {
  const session = whose.sessions.find(request.headers.authorization);
  if (!session) {
    response.status(403).type('text').send('Bad_OAuth_Token');
    return;
  }
  response.json({
    sub: subjectOf(whose, address, session),
    user_id: session.userId,
    organization_id: whose.organizationId,
    preferred_username: whose.runAs.username,
    active: true,
    user_type: 'STANDARD',
  });
}

const subjectOf = ({ organizationId }: Whose, address: string, { userId }: Session): string =>
  `${address}/id/${organizationId}/${userId}`;
