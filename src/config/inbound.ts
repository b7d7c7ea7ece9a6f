/** Mail that comes in: where answers go, and by which ways they reach us. Off without an address. */
import { z } from 'zod';

/** The tag behind the plus takes 49 of the 64 characters that RFC 5321 allows before the @. */
const longestMailboxName = 15;

export const inboundFields = {
  MAIL_INBOUND_ADDRESS: z.optional(
    z
      .email()
      .refine(
        (address) => address.indexOf('@') <= longestMailboxName,
        `must have at most ${longestMailboxName} characters before the @, because a signed tag follows them`,
      ),
  ),
  MAIL_INBOUND_AUTHSERV_ID: z.optional(z.string()),
  MAIL_INBOUND_MAX_MB: z.coerce.number().int().min(1).max(100).default(25),
  MAIL_INBOUND_SECRET: z.optional(z.string().min(16)),
  MAIL_POSTMARK_SECRET: z.optional(z.string().min(16)),
  MAIL_IMAP_URL: z.optional(z.url({ protocol: /^imaps?$/ })),
  CLAMAV_ADDRESS: z.optional(z.string().regex(/^[^\s:]+:\d+$/, 'must be host:port')),
};
const inboundSchema = z.object(inboundFields);
type InboundEnvironment = z.infer<typeof inboundSchema>;

export interface InboundConfig {
  /** answers go to this mailbox, with a signed tag behind a plus */
  address: string;
  /** whose Authentication-Results are believed: the receiving host's own name */
  authservId: string | null;
  maxBytes: number;
  relaySecret: string | null;
  postmarkSecret: string | null;
  imapUrl: string | null;
}

export const readInbound = (env: InboundEnvironment): InboundConfig | null =>
  env.MAIL_INBOUND_ADDRESS === undefined
    ? null
    : {
        address: env.MAIL_INBOUND_ADDRESS.toLowerCase(),
        authservId: env.MAIL_INBOUND_AUTHSERV_ID ?? null,
        maxBytes: env.MAIL_INBOUND_MAX_MB * 1024 * 1024,
        relaySecret: env.MAIL_INBOUND_SECRET ?? null,
        postmarkSecret: env.MAIL_POSTMARK_SECRET ?? null,
        imapUrl: env.MAIL_IMAP_URL ?? null,
      };

export function inboundProblems(env: InboundEnvironment): string[] {
  const ways = ['MAIL_INBOUND_SECRET', 'MAIL_POSTMARK_SECRET', 'MAIL_IMAP_URL'] as const;
  if (env.MAIL_INBOUND_ADDRESS === undefined)
    return ways.some((way) => env[way] !== undefined)
      ? ['MAIL_INBOUND_ADDRESS: is needed for answers by mail, a way in is set']
      : [];
  return ways.every((way) => env[way] === undefined)
    ? [`MAIL_INBOUND_ADDRESS: needs a way in as well: ${ways.join(', ')}`]
    : [];
}

export function readClamav({ CLAMAV_ADDRESS: address }: InboundEnvironment): { host: string; port: number } | null {
  if (address === undefined) return null;
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
}
