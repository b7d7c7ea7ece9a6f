/** Ids and addresses that are made from a message's id alone, so that a repeated mail carries the same ones. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** The Message-ID of a mail: the same for every attempt, so that mail programs drop a double. */
export const messageIdHeader = (messageId: string, domain: string): string => `<gangway.${messageId}@${domain}>`;

/** No mail has this id; it only gathers the mails of one onboarding and person into one conversation. */
export const threadIdHeader = (threadKey: string, domain: string): string => `<gangway.thread.${threadKey}@${domain}>`;

const longestId = 900;

/** A Message-ID of somebody else; null: none that may stand in a field of ours. */
export const messageIdIn = (text: string): string | null =>
  (text.length <= longestId && /<[\x21-\x3b\x3d\x3f-\x7e]+>/.exec(text)?.[0]) || null;

const prefix = 'bounce+';
const shape = /^bounce\+([0-9a-f]{32})\.([a-z2-7]{16})@/;

/**
 * Where the mail server reports that one message could not be delivered (VERP). Lower case throughout and 56 characters
 * before the @, because servers may fold case and RFC 5321 allows 64.
 */
export function bounceAddress({
  messageId,
  secret,
  domain,
}: {
  messageId: string;
  secret: string;
  domain: string;
}): string {
  return `${prefix}${messageId.replaceAll('-', '')}.${signature(messageId, secret)}@${domain}`;
}

/** @returns the id of the message that an address of ours was made for; null for any other address. */
export function readBounceAddress(address: string, secret: string): string | null {
  const [, hex, given] = shape.exec(address.trim().toLowerCase()) ?? [];
  if (hex === undefined || given === undefined) return null;
  const messageId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return timingSafeEqual(Buffer.from(given), Buffer.from(signature(messageId, secret))) ? messageId : null;
}

const longestField = 20_000;
const longestAddress = 320;

/** What looks like an address in a header field; split rather than searched for, which stays linear whatever it holds. */
export const addressesIn = (field: string): string[] =>
  field
    .slice(0, longestField)
    .split(/[\s<>,;"]+/)
    .filter((part) => part.length <= longestAddress && part.indexOf('@') > 0 && !part.endsWith('@'));

/** 80 bits in RFC 4648 base32, lower case. */
function signature(messageId: string, secret: string): string {
  const digest = createHmac('sha256', secret).update(`bounce address\n${messageId}`).digest();
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
  let bits = 0n;
  for (const byte of digest.subarray(0, 10)) bits = (bits << 8n) | BigInt(byte);
  return Array.from({ length: 16 }, (_, index) => alphabet[Number((bits >> BigInt(75 - index * 5)) & 31n)]).join('');
}
