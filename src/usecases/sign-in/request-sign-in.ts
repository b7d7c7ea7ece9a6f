import { countAttempt } from '../../db/rate-counter.ts';
import { hashCode, hashToken, newCode, newToken, signInMinutes, storeLoginToken } from '../../db/sessions.ts';
import { AppError } from '../../errors.ts';
import type { SignInDeps } from './deps.ts';
import { expectFirstAdmin } from './first-admin.ts';
import { networkOf } from './network-of.ts';

/** Colleagues share an office's address. */
const addressesPerIp = 4;
/** From how many networks somebody may be written to each hour. */
const networksPerAddress = 6;

export const tooMany = (retryAfterMs: number): AppError =>
  new AppError('rate_limited', {
    message: `Too many attempts. Please try again in ${Math.ceil(retryAfterMs / 60_000)} minutes.`,
    retryAfterMs,
  });

/**
 * Mails a link and a code to whoever the address belongs to. Answer and effort are the same for unknown addresses; the
 * mail is sent after the answer. Where our people sign in with a provider they get none: its second factor, and its word on
 * who has left, would be gone round. The configured administrator does, for the day on which the provider is away. What
 * strangers ask for in somebody's name keeps nobody out: they fill their own network's share, and where many did, there is
 * one mail at a time that is still good.
 */
export async function requestSignIn(
  deps: SignInDeps,
  input: { email: string; redirectTo: string | null; ip: string },
): Promise<{ expiresInMinutes: number }> {
  const email = input.email.trim().toLowerCase();
  const refused =
    (await countAttempt(deps.db, 'sign-in-ip', input.ip, deps.signInMailsPerHour * addressesPerIp)) ??
    (await countAttempt(deps.db, 'sign-in-email', `${email} ${networkOf(input.ip)}`, deps.signInMailsPerHour));
  if (refused) throw tooMany(refused.retryAfterMs);
  const many = await countAttempt(deps.db, 'sign-in-mails', email, deps.signInMailsPerHour * networksPerAddress);
  await expectFirstAdmin(deps, email);
  const token = newToken();
  const code = newCode();
  const personId = await storeLoginToken(deps.db, {
    email,
    tokenHash: hashToken(token),
    codeHash: hashCode(deps.secret, email, code),
    redirectTo: input.redirectTo,
    isForStaff: deps.oidc === null || email === deps.adminEmail,
    isSpare: many !== null,
  });
  if (personId) {
    deps.sendSignInMail({ personId, token, code, redirectTo: input.redirectTo }).catch((error: unknown) => {
      deps.logger.error({ personId, err: error }, 'A sign-in mail could not be sent');
    });
  }
  return { expiresInMinutes: signInMinutes };
}
