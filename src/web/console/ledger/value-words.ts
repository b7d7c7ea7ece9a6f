import type { LedgerEntry } from '../../api/types.ts';
import { valueInWords } from '../../ui/dates.ts';

type Stored = LedgerEntry['before'];
type Made = Extract<Stored, Record<string, unknown>>;

/** Exactly as it was written. */
export const asWritten = (value: Stored): string => {
  if (value === null || value === '') return 'empty';
  if (Array.isArray(value)) return value.map(asWritten).join(', ') || 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** The CRM still holds what stood there before, or is taken to; what we wanted stands beside it. */
export const isNotWritten = ({ direction, result }: Pick<LedgerEntry, 'direction' | 'result'>): boolean =>
  direction === 'out' && (result === 'conflict_crm' || result === 'failed' || result === 'rehearsed');

/** Dates in words, and of a note, task or renewal deal what stands in it. */
export const inWords = (value: Stored): string =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? ofMade(value) : valueInWords(asWritten(value));

function ofMade(made: Made): string {
  const text = (key: string): string => valueInWords(asWritten(made[key] ?? null));
  switch (made['kind']) {
    case 'crm_note':
      return text('body');
    case 'crm_task':
      return `${text('subject')}, due ${text(typeof made['dueOn'] === 'string' ? 'dueOn' : 'dueAt')}`;
    case 'crm_renewal_deal':
      return `${text('name')}: ${text('pipeline')}, ${text('stage')}, closes ${text('closeOn')}`;
    default:
      return asWritten(made);
  }
}
