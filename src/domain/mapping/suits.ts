/** Whether a value has a place in a field of the CRM. */
import type { CrmField } from '../crm-fields.ts';
import { isLocalDate } from '../local-date.ts';
import type { CrmScalar } from '../model.ts';
import { type OurValue, ourValue } from './catalogue.ts';
import type { MappingEntry, Transform } from './model.ts';

type OurType = OurValue['type'];
type CrmType = CrmField['type'];

const homes: Readonly<Record<OurType, readonly CrmType[]>> = {
  text: ['text', 'long_text'],
  // what may be long is cut off or refused in a line of text
  long_text: ['long_text'],
  number: ['number', 'text', 'long_text'],
  money: ['number', 'text', 'long_text'],
  // no moment: the CRM would hold midnight of some zone, which is never the day that was written
  date: ['date', 'text', 'long_text'],
  enumeration: ['enumeration', 'text', 'long_text'],
  url: ['url', 'text', 'long_text'],
  person: ['user', 'text'],
};

const sources: Readonly<Record<OurType, readonly CrmType[]>> = {
  text: ['text', 'long_text', 'enumeration', 'number', 'boolean', 'date', 'datetime', 'url'],
  long_text: ['text', 'long_text', 'enumeration', 'number', 'boolean', 'date', 'datetime', 'url'],
  number: ['number'],
  money: ['number'],
  date: ['date', 'datetime'],
  enumeration: ['enumeration', 'text'],
  url: ['url', 'text'],
  // a list may name people by their mail addresses
  person: ['user', 'text', 'enumeration'],
};

/** What a value is once it was transformed. */
export const typeAfter = (type: OurType, { kind }: Transform): OurType => {
  switch (kind) {
    case 'values':
      return 'enumeration';
    case 'template':
      return type === 'long_text' ? 'long_text' : 'text';
    case 'scale':
    case 'major_units':
      return 'number';
    case 'none':
    case 'shift_days':
      return type;
  }
};

/** What a transform can do something with. */
export const takes = ({ kind }: Transform, type: OurType): boolean => {
  switch (kind) {
    case 'shift_days':
      return type === 'date';
    case 'scale':
      return type === 'number';
    case 'major_units':
      return type === 'money';
    case 'none':
    case 'values':
    case 'template':
      return true;
  }
};

export const mayStandIn = (type: OurType): readonly CrmType[] => homes[type];
const mayComeFrom = (type: OurType): readonly CrmType[] => sources[type];

/** The kinds of field that an entry may be read from; with `both` it reads what was transformed on its way out. */
export const readableKinds = ({ direction, transform }: Reading, ours: OurValue): readonly CrmType[] =>
  mayComeFrom(direction === 'both' ? typeAfter(ours.type, transform) : ours.type);

export const isReadableFrom = (entry: Reading, ours: OurValue, field: Pick<CrmField, 'type'>): boolean =>
  (entry.transform.kind === 'values' && field.type === 'enumeration') ||
  readableKinds(entry, ours).includes(field.type);

type Reading = Pick<MappingEntry, 'direction' | 'transform'>;

/** Whether a single value fits: false for one whose field was made another kind of field meanwhile. */
export const fits = (value: CrmScalar, { type, options }: Pick<CrmField, 'type' | 'options'>): boolean => {
  if (value === null || value === '') return true;
  switch (type) {
    case 'date':
    case 'datetime':
      return typeof value === 'string' && isLocalDate(value.slice(0, 10));
    case 'number':
      return typeof value === 'number' || (typeof value === 'string' && Number.isFinite(Number(value)));
    case 'boolean':
      return typeof value === 'boolean' || value === 'true' || value === 'false';
    case 'enumeration':
      return options.length === 0 || options.some((option) => option.value === String(value));
    case 'text':
    case 'long_text':
    case 'url':
    case 'user':
    case 'other':
      return true;
  }
};

/** By its label, as people see it in the CRM, and by the name that the mapping has. */
const named = (
  { object, field }: Pick<MappingEntry, 'object' | 'field'>,
  there: CrmField | undefined,
  lastLabel: string | undefined,
): string => {
  const label = there?.label ?? lastLabel ?? field;
  return label === field ? `${object} field “${field}”` : `${object} field “${label}” (${field})`;
};

/**
 * Why nothing is written to a field or read from it any more; null: it is as it should be. A list that lacks one value is
 * no reason: others may be there. @param lastLabel of a field that may be gone, as it was read last
 */
export const whyStopped = (
  place: Pick<MappingEntry, 'object' | 'field'>,
  there: CrmField | undefined,
  value: CrmScalar,
  lastLabel?: string,
): string | null => {
  const name = named(place, there, lastLabel);
  if (!there) return `The CRM has no ${name} any more. Make it again, or change the mapping.`;
  if (!there.isWritable && value !== null)
    return `The ${name} may not be written any more. Allow it in the CRM, or change the mapping.`;
  if (there.type !== 'enumeration' && !fits(value, there))
    return `The ${name} is a ${there.type} field now, and “${String(value)}” is none. Change the field back, or the mapping.`;
  return null;
};

/** Why a field feeds the plan no more; null: it is as it should be. */
export const whyUnread = (entry: MappingEntry, there: CrmField | undefined, lastLabel?: string): string | null => {
  const ours = ourValue(entry.ours);
  if (!there || !ours) return whyStopped(entry, there, null, lastLabel);
  if (isReadableFrom(entry, ours, there)) return null;
  const kinds = readableKinds(entry, ours).map((kind) => kind.replace('_', ' '));
  return `The ${named(entry, there, lastLabel)} is a ${there.type.replace('_', ' ')} field now, and ${ours.label} is read from one of the kind ${kinds.join(', ')}. Change the field back, or the mapping.`;
};
