import type { endpoints } from '../../contracts/api/index.ts';
import { hashToken, revokeSession } from '../../db/sessions.ts';
import { requestSignIn } from '../../usecases/sign-in/request-sign-in.ts';
import { signIn } from '../../usecases/sign-in/create-session.ts';
import type { Handler } from '../http/handler.ts';

export const request: Handler<typeof endpoints.requestSignIn> = ({ body, ip }, deps) =>
  requestSignIn(deps, { email: body.email, redirectTo: body.redirectTo ?? null, ip });

export const create: Handler<typeof endpoints.createSession> = async (
  { body, ip, userAgent, sessionToken, setSession },
  deps,
) => {
  const session = await signIn(deps, body, { ip, userAgent, sessionToken });
  setSession(session.sessionToken);
  return { redirectTo: session.redirectTo };
};

export const end: Handler<typeof endpoints.endSession> = async ({ sessionToken, setSession }, { db }) => {
  if (sessionToken) await revokeSession(db, hashToken(sessionToken));
  setSession(null);
};

export const options: Handler<typeof endpoints.getSignInOptions> = async (_call, { oidc, companyName, sandbox }) => ({
  oidc: oidc ? { label: oidc.label } : null,
  companyName,
  isSandboxOn: sandbox !== null,
});
