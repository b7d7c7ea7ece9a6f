/** Between HubSpot's strings and our values. */
import type { CrmScalar } from '../../src/domain/model.ts';
import { remembered } from '../remembered.ts';

/** HubSpot takes strings only; dates as `YYYY-MM-DD` (midnight UTC), an empty string clears. */
export const toHubSpot = (value: CrmScalar): string => (value === null ? '' : String(value));

/** Numbers by their value: HubSpot gives back 60 for 60.0. */
export function isSameValue(held: string | null | undefined, wanted: string): boolean {
  const current = held ?? '';
  if (current === wanted) return true;
  return current !== '' && wanted !== '' && Number.isFinite(Number(current)) && Number(current) === Number(wanted);
}

/** Properties of type datetime come as ISO text, in older answers as milliseconds. */
export function toInstant(value: string | null | undefined): string | null {
  if (!value) return null;
  const date = new Date(/^\d+$/.test(value) ? Number(value) : value);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/**
 * HubSpot's time zone properties write `america_slash_new_york` where IANA writes `America/New_York`.
 * What is no zone is returned nevertheless, for a person to see.
 */
export const toTimezone = (value: string | null | undefined): string | null => (value ? zoneOf(value) : null);

const zoneOf = remembered((value) => {
  const candidate = value.replaceAll('_slash_', '/').replaceAll('_hyphen_', '-');
  try {
    return new Intl.DateTimeFormat('en', { timeZone: candidate }).resolvedOptions().timeZone;
  } catch {
    return candidate;
  }
});

/** ISO 8601 duration of a line item's term: P12M, P1Y. */
export function toMonths(period: string | null | undefined): number | null {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?$/.exec(period ?? '');
  const months = Number(match?.[1] ?? 0) * 12 + Number(match?.[2] ?? 0);
  return months > 0 ? months : null;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", apos: "'", nbsp: ' ' };

export const toPlainText = (html: string): string =>
  html
    .replace(/<(?:br|\/p|\/div|\/li)\s*\/?>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39|apos|nbsp);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/\n{3,}/g, '\n\n')
    .trim();

export const toHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>');
