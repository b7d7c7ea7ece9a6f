import { countAttempt } from '../../db/rate-counter.ts';
import { hashCode, hashToken, newCode, newToken, signInMinutes, storeLoginToken } from '../../db/sessions.ts';
import { AppError } from '../../errors.ts';
import type { SignInDeps } from './deps.ts';
import { expectFirstAdmin } from './first-admin.ts';

/** Colleagues share an office's address. */
const addressesPerIp = 4;

export const tooMany = (retryAfterMs: number): AppError =>
  new AppError('rate_limited', {
    message: `Too many attempts. Please try again in ${Math.ceil(retryAfterMs / 60_000)} minutes.`,
    retryAfterMs,
  });

/**
 * Mails a link and a code to whoever the address belongs to. Answer and effort are the same for unknown addresses; the
 * mail is sent after the answer. Where our people sign in with a provider they get none: its second factor, and its word on
 * who has left, would be gone round. The configured administrator does, for the day on which the provider is away.
 */
export async function requestSignIn(
  deps: SignInDeps,
  input: { email: string; redirectTo: string | null; ip: string },
): Promise<{ expiresInMinutes: number }> {
  const email = input.email.trim().toLowerCase();
  const refused =
    (await countAttempt(deps.db, 'sign-in-ip', input.ip, deps.signInMailsPerHour * addressesPerIp)) ??
    (await countAttempt(deps.db, 'sign-in-email', email, deps.signInMailsPerHour));
  if (refused) throw tooMany(refused.retryAfterMs);
  await expectFirstAdmin(deps, email);
  const token = newToken();
  const code = newCode();
  const personId = await storeLoginToken(deps.db, {
    email,
    tokenHash: hashToken(token),
    codeHash: hashCode(deps.secret, email, code),
    redirectTo: input.redirectTo,
    isForStaff: deps.oidc === null || email === deps.adminEmail,
  });
  if (personId) {
    deps.sendSignInMail({ personId, token, code, redirectTo: input.redirectTo }).catch((error: unknown) => {
      deps.logger.error({ personId, err: error }, 'A sign-in mail could not be sent');
    });
  }
  return { expiresInMinutes: signInMinutes };
}
