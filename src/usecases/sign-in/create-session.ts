import { countAttempt } from '../../db/rate-counter.ts';
import {
  consumeLoginCode,
  consumeLoginToken,
  createSession,
  hashCode,
  hashToken,
  type UsedToken,
} from '../../db/sessions.ts';
import { AppError } from '../../errors.ts';
import type { SignInDeps } from './deps.ts';
import { welcomeFirstAdmin } from './first-admin.ts';
import { networkOf } from './network-of.ts';
import { tooMany } from './request-sign-in.ts';

const codesPerHourAndIp = 20;
const codesPerHourAndNetwork = 10;

export interface Browser {
  ip: string;
  userAgent: string | null;
  sessionToken: string | null;
}

/** Uses a link's token or a code up, once, and begins a new session in place of the browser's old one. */
export async function signIn(
  deps: SignInDeps,
  proof: { token: string } | { email: string; code: string },
  browser: Browser,
): Promise<{ sessionToken: string; redirectTo: string }> {
  const used =
    'token' in proof ? await consumeLoginToken(deps.db, hashToken(proof.token)) : await byCode(deps, proof, browser.ip);
  if (!used)
    throw new AppError('not_signed_in', {
      message: 'This link or code is not valid any more. Please ask for a new one.',
    });
  const isStaff = (await welcomeFirstAdmin(deps, used.personId)) || used.isStaff;
  const sessionToken = await createSession(deps.db, {
    personId: used.personId,
    userAgent: browser.userAgent,
    replaces: browser.sessionToken,
  });
  deps.logger.info({ personId: used.personId, how: 'token' in proof ? 'link' : 'code' }, 'signed in');
  return { sessionToken, redirectTo: used.redirectTo ?? (isStaff ? '/console' : '/tasks') };
}

async function byCode(deps: SignInDeps, proof: { email: string; code: string }, ip: string): Promise<UsedToken | null> {
  const email = proof.email.trim().toLowerCase();
  const refused =
    (await countAttempt(deps.db, 'sign-in-code', ip, codesPerHourAndIp)) ??
    (await countAttempt(deps.db, 'sign-in-code-for', `${email} ${networkOf(ip)}`, codesPerHourAndNetwork));
  if (refused) throw tooMany(refused.retryAfterMs);
  return consumeLoginCode(deps.db, email, hashCode(deps.secret, email, proof.code));
}
