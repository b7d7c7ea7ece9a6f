/** The short ways of writing things in a playbook: `3d`, `go-live-10d`, `deal.field`, `DE-BY`. */
import { z } from 'zod';
import type { HandoffField } from '../../domain/playbook.ts';

type Read<T> = { value: T } | { wrong: string };

/** A schema from a reading function, so that a wrong value gets one message in words. */
const readBy = <T>(read: (value: unknown) => Read<T>) =>
  z.unknown().transform((value, context): T => {
    const result = read(value);
    if ('value' in result) return result.value;
    context.addIssue({ code: 'custom', message: result.wrong });
    return z.NEVER;
  });

const shown = (value: unknown): string => (typeof value === 'string' ? `"${value}"` : JSON.stringify(value));

const dayPattern = /^([+-]?\d{1,4})\s*(d|days?|w|weeks?)?$/;
const daysOf = (text: string): number | null => {
  const parts = dayPattern.exec(text.trim());
  if (!parts) return null;
  return Number(parts[1]) * (parts[2]?.startsWith('w') ? 5 : 1);
};

/** Business days: `3d`, `2w` (10), or a number. */
const wholeDays = (value: unknown, minimum: number): Read<number> => {
  if (value === undefined) return { wrong: 'is missing' };
  const days = typeof value === 'number' ? value : typeof value === 'string' ? daysOf(value) : null;
  if (days === null || !Number.isInteger(days))
    return { wrong: `${shown(value)} is no number of business days; write for example 3d or 2w` };
  return days < minimum ? { wrong: `${shown(value)} must be at least ${minimum}d` } : { value: days };
};

export const duration = readBy((value) => wholeDays(value, 0));
export const period = readBy((value) => wholeDays(value, 1));
export const offset = readBy((value) => wholeDays(value, Number.NEGATIVE_INFINITY));

export interface Anchor {
  from: 'kickoff' | 'go_live';
  offsetDays: number;
}
const duePattern = /^(kickoff|go-live)\s*(?:([+-])\s*(\d{1,4}\s*(?:d|days?|w|weeks?)))?$/;

/** `kickoff+5d`, `go-live-2w`, `go-live`. */
export const anchor = readBy((value): Read<Anchor> => {
  const parts = typeof value === 'string' ? duePattern.exec(value.trim()) : null;
  if (!parts) return { wrong: `${shown(value)} is no due date; write for example kickoff+5d, go-live-10d or go-live` };
  const days = parts[3] ? (daysOf(parts[3]) ?? 0) : 0;
  return {
    value: { from: parts[1] === 'kickoff' ? 'kickoff' : 'go_live', offsetDays: parts[2] === '-' ? -days : days },
  };
});

type CrmPlace = HandoffField['crm'];
const places = ['contacts', 'line_items', 'owner', 'notes'] as const;

/** `deal.field`, `company.field`, `contacts`, `line_items`, `owner`, `notes`. */
export const crmPlace = readBy((value): Read<CrmPlace> => {
  const place = places.find((name) => name === value);
  if (place) return { value: { object: place } };
  const parts = typeof value === 'string' ? /^(deal|company)\.([A-Za-z][A-Za-z0-9_]{0,99})$/.exec(value) : null;
  if (parts?.[1] && parts[2]) return { value: { object: parts[1] === 'deal' ? 'deal' : 'company', field: parts[2] } };
  return { wrong: `${shown(value)} is no place in the CRM; write deal.<field>, company.<field>, ${places.join(', ')}` };
});

export const crmField = readBy((value): Read<{ object: 'deal' | 'company'; field: string }> => {
  const parts = typeof value === 'string' ? /^(deal|company)\.([A-Za-z][A-Za-z0-9_]{0,99})$/.exec(value) : null;
  if (!parts?.[1] || !parts[2])
    return { wrong: `${shown(value)} is no CRM field; write deal.<field> or company.<field>` };
  return { value: { object: parts[1] === 'deal' ? 'deal' : 'company', field: parts[2] } };
});

/** `DE`, or `DE-BY` for a region. */
export const calendar = readBy((value): Read<{ country: string; region: string | null }> => {
  const parts = typeof value === 'string' ? /^([A-Z]{2})(?:-([A-Z0-9]{1,3}))?$/.exec(value) : null;
  if (!parts?.[1])
    return { wrong: `${shown(value)} is no calendar; write a country such as DE, or with its region DE-BY` };
  return { value: { country: parts[1], region: parts[2] ?? null } };
});
