/** A user of the CRM whose id we do not know: wanted by the address to look for, and never written so. */
import type { CrmScalar } from './model.ts';

export const userMark = 'gangway:user:';
export const userToFind = (email: string): string => `${userMark}${email}`;

/** The address to look for; null: the value is none of these. */
export const addressToFind = (value: CrmScalar): string | null =>
  typeof value === 'string' && value.startsWith(userMark) ? value.slice(userMark.length) : null;
