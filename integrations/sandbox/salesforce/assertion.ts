/** The signed assertion of the JWT bearer flow, checked as Salesforce checks it. */
import { createVerify } from 'node:crypto';
import { z } from 'zod';

const headerSchema = z.object({ alg: z.literal('RS256') });
const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.union([z.number(), z.string().transform(Number)]),
});
/** Salesforce refuses what lives longer than it takes clocks to differ */
const longestMs = 5 * 60_000;

export interface AssertionRules {
  clientId: string;
  username: string;
  /** of the certificate that the app was given */
  publicKey: string;
  audiences: string[];
}

/** @returns what is wrong with it, in Salesforce's words; null: nothing */
export function wrongWith(assertion: string, rules: AssertionRules): string | null {
  const [header = '', payload = '', signature = '', ...more] = assertion.split('.');
  const claims = decoded(payload, claimsSchema);
  if (more.length > 0 || !claims || !decoded(header, headerSchema)) return 'invalid assertion';
  if (claims.iss !== rules.clientId) return 'invalid client id';
  if (!createVerify('RSA-SHA256').update(`${header}.${payload}`).verify(rules.publicKey, signature, 'base64url'))
    return 'invalid assertion';
  const audience = typeof claims.aud === 'string' ? [claims.aud] : claims.aud;
  if (!audience.some((one) => rules.audiences.includes(one))) return 'audience is invalid';
  const leftMs = claims.exp * 1_000 - Date.now();
  if (!(leftMs > 0)) return 'assertion expired';
  if (leftMs > longestMs) return 'assertion lives too long';
  return claims.sub === rules.username ? null : "user hasn't approved this consumer";
}

function decoded<T>(part: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}
