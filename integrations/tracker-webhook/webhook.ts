/** What a tracker tells about a ticket. */
import type { z } from 'zod';
import { toldSchema } from './schemas.ts';

export { idHeader, signatureHeader, timestampHeader, verifyWebhook } from './signature.ts';

export type ToldTicket = z.output<typeof toldSchema>;

/** later ones would win over all that comes until then */
const mostAheadMs = 300_000;

/** @returns what is wrong with it where it cannot be read. */
export function readTold(body: Buffer, nowMs: number): { told: ToldTicket } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    return { problem: 'the body is no JSON' };
  }
  const parsed = toldSchema.safeParse(value);
  if (parsed.success && Date.parse(parsed.data.at ?? '') > nowMs + mostAheadMs)
    return { problem: 'at: it lies more than five minutes ahead' };
  if (parsed.success) return { told: parsed.data };
  const [first] = parsed.error.issues;
  return { problem: `${first?.path.join('.') ?? ''}: ${first?.message ?? 'unreadable'}` };
}
