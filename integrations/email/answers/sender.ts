/**
 * Whether the receiving host vouches for the sender (RFC 8601): only its own Authentication-Results count, and of those
 * the topmost, which nobody further away can have written.
 */
import type { ReadMail } from '../../../src/usecases/replies/mail-reader.ts';

export function authenticationOf(
  results: string[],
  from: string | null,
  authservId: string | null,
): ReadMail['authentication'] {
  if (authservId === null)
    return { result: 'unknown', why: 'No receiving host is configured whose word about senders counts' };
  const own = results.map(withoutComments).find((value) => idOf(value) === authservId.toLowerCase());
  if (own === undefined) return { result: 'unknown', why: `${authservId} says nothing about its sender` };
  const verdicts = own
    .split(';')
    .slice(1)
    .map((part) => part.trim().toLowerCase());
  const dmarc = verdictOf(verdicts, 'dmarc');
  if (dmarc === 'pass') return { result: 'authenticated', why: 'DMARC passed' };
  if (dmarc === 'fail') return { result: 'unauthenticated', why: 'DMARC failed: somebody else may have sent it' };
  const domain = from?.slice(from.lastIndexOf('@') + 1).toLowerCase() ?? '';
  const isAligned = verdicts.some((verdict) => {
    const [, signer] = /^dkim=pass\b.*\bheader\.d=([^\s;]+)/.exec(verdict) ?? [];
    const [, mailFrom] = /^spf=pass\b.*\bsmtp\.mailfrom=(?:[^\s;@]*@)?([^\s;]+)/.exec(verdict) ?? [];
    return [signer, mailFrom].some((proved) => proved !== undefined && speaksFor(proved, domain));
  });
  return isAligned
    ? { result: 'authenticated', why: 'DKIM or SPF passed for the sender’s domain' }
    : { result: 'unauthenticated', why: 'Neither DMARC nor an aligned DKIM or SPF passed' };
}

const idOf = (value: string): string => (value.split(';', 1)[0] ?? '').trim().split(/\s+/)[0]?.toLowerCase() ?? '';

const verdictOf = (verdicts: string[], method: string): string | null =>
  verdicts
    .map((verdict) => new RegExp(`^${method}=(\\w+)`).exec(verdict)?.[1])
    .find((result) => result !== undefined) ?? null;

/**
 * The same domain or one above it. DMARC's relaxed alignment also takes one below, but needs the list of public suffixes:
 * without it, anybody with a name below a shared domain could speak for its owner.
 */
const speaksFor = (prover: string, domain: string): boolean =>
  prover.includes('.') && (domain === prover || domain.endsWith(`.${prover}`));

/**
 * Comments and quoted words may hold anything, even what looks like a verdict: a sender chooses the local part that a
 * host repeats there. What does not end says nothing at all.
 */
function withoutComments(value: string): string {
  let depth = 0;
  let isQuoted = false;
  let isEscaped = false;
  let plain = '';
  for (const sign of value.slice(0, 10_000)) {
    if (isEscaped) isEscaped = false;
    else if (sign === '\\') isEscaped = true;
    else if (sign === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (sign === '(') depth += 1;
    else if (sign === ')' && depth > 0) depth -= 1;
    else if (depth === 0) plain += sign;
  }
  return isQuoted || isEscaped || depth > 0 ? '' : plain;
}
