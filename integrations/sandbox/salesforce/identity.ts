/** Who is signed in, at the address that every token names. */
import type { Request, Response } from 'express';
import { addressOf } from './oauth.ts';
import type { Org } from './org.ts';
import type { Sessions } from './sessions.ts';

export function answerIdentity(
  org: Org,
  sessions: Sessions,
  request: Request<{ organization: string; user: string }>,
  response: Response,
): void {
  const user = org.find('User', request.params.user);
  const isRefused = !sessions.find(request.headers.authorization) || org.state.faults.areSessionsRefused;
  if (isRefused || !user || request.params.organization !== org.state.organizationId) {
    response
      .status(403)
      .type('text')
      .send(isRefused ? 'Bad_OAuth_Token' : 'Wrong_Org');
    return;
  }
  const address = addressOf(request);
  response.json({
    id: `${address}${request.path}`,
    asserted_user: true,
    user_id: user['Id'],
    organization_id: org.state.organizationId,
    username: user['Username'],
    display_name: user['Name'],
    email: user['Email'],
    active: user['IsActive'],
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    urls: {
      rest: `${address}/services/data/v{version}/`,
      sobjects: `${address}/services/data/v{version}/sobjects/`,
      query: `${address}/services/data/v{version}/query/`,
    },
  });
}
