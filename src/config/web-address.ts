import { z } from 'zod';

/** http or https, and nothing besides where it is. */
export const webAddress = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .refine(isBare, 'must have no user, password, query or fragment');

function isBare(address: string): boolean {
  if (!URL.canParse(address)) return true; // told above
  const { username, password, search, hash } = new URL(address);
  return `${username}${password}${search}${hash}` === '';
}
