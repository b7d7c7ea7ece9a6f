/** What of a CRM record feeds the plan: by the mapping, and where it says nothing by the fields that go without saying. */
import { localDate } from '../calendar.ts';
import { companyField } from '../crm-fields.ts';
import { isLocalDate } from '../local-date.ts';
import type { CrmScalar } from '../model.ts';
import { handoffKey, ourValue } from './catalogue.ts';
import { type Mapping, type MappingEntry, reads } from './model.ts';
import { carry, carryBack } from './transform.ts';

const usual = (ours: string, field: string): MappingEntry => ({
  ours,
  object: 'deal',
  field,
  direction: 'from_crm',
  transform: { kind: 'none' },
  default: null,
  whoWins: 'crm',
});

/** Facts that no CRM has a standard field for. */
export const usualReadings: readonly MappingEntry[] = [
  usual('segment', 'segment'),
  usual('region', 'region'),
  usual('term_months', 'contract_term_months'),
  usual('contract_start', 'contract_start_date'),
  usual('wished_go_live', 'wished_go_live'),
];

/** The mapping's entries that read, and the usual ones for values that it does not mention. */
export const readingsOf = ({ entries }: Pick<Mapping, 'entries'>): MappingEntry[] => {
  const given = entries.filter(reads);
  return [...given, ...usualReadings.filter(({ ours }) => !given.some((entry) => entry.ours === ours))];
};

/** Under which name a deal's facts keep the field: a company's stand behind `company.`. */
export const factName = ({ object, field }: Pick<MappingEntry, 'object' | 'field'>): string =>
  object === 'company' ? companyField(field) : field;

/** Under which name a deal's facts keep what was read for a value of ours that is no fact by itself. */
export const inputName = (ours: string): string => `$${ours}`;

/** A CRM that keeps a day as a moment says midnight by UTC; any other moment falls on a day of the zone. */
export const dateIn = (text: string, timezone: string): string | null => {
  if (isLocalDate(text)) return text;
  const at = /^\d{10,}$/.test(text) ? new Date(Number(text)) : new Date(text);
  if (Number.isNaN(at.getTime())) return null;
  const instant = at.toISOString();
  return instant.endsWith('T00:00:00.000Z') ? instant.slice(0, 10) : localDate(instant, timezone);
};

/** Text of the CRM as a value of this kind; null where it is none. */
const typed = (ours: string, text: string, timezone: string): CrmScalar => {
  switch (ourValue(ours)?.type) {
    case 'date':
      return dateIn(text, timezone);
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : null;
    default:
      return text;
  }
};

const readOne = (
  entry: MappingEntry,
  fields: Readonly<Record<string, string>>,
  { currency, timezone }: ReadingOf,
): CrmScalar => {
  const held = fields[factName(entry)]?.trim() ?? '';
  const isDate = ourValue(entry.ours)?.type === 'date';
  const undo = entry.direction === 'both' ? carryBack : carry;
  const value = undo(entry.transform, isDate ? dateIn(held, timezone) : held, currency);
  const text = value === null || value === '' ? (entry.default ?? '') : String(value);
  return text === '' ? null : typed(entry.ours, text, timezone);
};

/** Text that is no value of the kind that is read here: the field may have been made another kind of field. */
export const isMisread = (entry: MappingEntry, fields: Readonly<Record<string, string>>): boolean => {
  const held = fields[factName(entry)]?.trim() ?? '';
  if (held === '' || entry.transform.kind === 'values' || entry.transform.kind === 'template') return false;
  switch (ourValue(entry.ours)?.type) {
    case 'date':
      return dateIn(held, 'UTC') === null;
    case 'number':
      return !Number.isFinite(Number(held));
    default:
      return false;
  }
};

export interface ReadingOf {
  currency: string | null;
  /** on whose days moments fall */
  timezone: string;
}

/** Our values as the CRM's fields have them, transformed, with defaults; by the name of the catalogue. */
export const readInputs = (
  mapping: Mapping,
  fields: Readonly<Record<string, string>>,
  of: ReadingOf,
): Map<string, CrmScalar> => new Map(readingsOf(mapping).map((entry) => [entry.ours, readOne(entry, fields, of)]));

/** What a deal's facts keep besides its own fields: sales handoff and people, as the mapping reads them. */
export const keptInputs = (inputs: ReadonlyMap<string, CrmScalar>): Record<string, string> =>
  Object.fromEntries(
    [...inputs].flatMap(([ours, value]) =>
      value !== null && (handoffKey(ours) !== null || ours === 'csm') ? [[inputName(ours), String(value)]] : [],
    ),
  );

/** Fields that stopped (`deal.<field>`, `company.<field>`) keep what was read before they did. */
export const keepStopped = (
  fields: Readonly<Record<string, string>>,
  before: Readonly<Record<string, string>>,
  stopped: readonly string[],
): Record<string, string> => {
  const all = { ...fields };
  for (const name of stopped) {
    const key = name.startsWith('deal.') ? name.slice('deal.'.length) : name;
    if (before[key] !== undefined) all[key] = before[key];
  }
  return all;
};

export interface IncomingChange {
  object: 'deal' | 'company';
  field: string;
  ours: string[];
  before: string | null;
  after: string | null;
}

/** Fields that feed the plan and hold something else than at the last read. */
export const incomingChanges = (
  mapping: Mapping,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): IncomingChange[] => {
  const byField = new Map<string, IncomingChange>();
  for (const { ours, object, field } of readingsOf(mapping)) {
    const name = factName({ object, field });
    const [old, now] = [before[name] ?? null, after[name] ?? null];
    if (old === now) continue;
    const known = byField.get(name);
    if (known) known.ours.push(ours);
    else byField.set(name, { object, field, ours: [ours], before: old, after: now });
  }
  return [...byField.values()];
};
