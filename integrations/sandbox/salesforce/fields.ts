/** How the fields of an object are written down. */
import type { FieldDefinition, FieldType, ObjectDefinition } from './state.ts';

type Rest = Partial<Omit<FieldDefinition, 'name' | 'type' | 'options'>> & { options?: readonly string[] };

const lengths: Partial<Record<FieldType, number>> = {
  id: 18,
  reference: 18,
  string: 255,
  textarea: 255,
  url: 255,
  email: 80,
  phone: 40,
  picklist: 255,
  multipicklist: 4_099,
};
const numeric: readonly FieldType[] = ['double', 'currency', 'percent'];
/** a long text area can be read and written, not searched */
const longestFilterable = 255;

export function field(name: string, type: FieldType, { options = [], ...rest }: Rest = {}): FieldDefinition {
  const length = rest.length ?? lengths[type] ?? 0;
  return {
    name,
    label: labelOf(name),
    type,
    precision: numeric.includes(type) ? 18 : 0,
    scale: numeric.includes(type) ? 2 : 0,
    isRequired: false,
    isReadOnly: false,
    isFixed: false,
    isUnique: false,
    isExternalId: false,
    isFilterable: !(type === 'textarea' && length > longestFilterable),
    isRestricted: false,
    options: options.map((value) => ({ value, label: value })),
    initially: type === 'boolean' ? false : null,
    referenceTo: [],
    relationshipName: null,
    childRelationshipName: null,
    isCascading: false,
    ...rest,
    length,
  };
}

export const computed = (name: string, type: FieldType, rest: Rest = {}): FieldDefinition =>
  field(name, type, { isReadOnly: true, ...rest });

/** `AccountId` leads to `Account`, `Opportunity__c` to `Opportunity__r`. */
export const reference = (name: string, to: string | string[], rest: Rest = {}): FieldDefinition =>
  field(name, 'reference', {
    referenceTo: typeof to === 'string' ? [to] : to,
    relationshipName: name.endsWith('__c') ? name.replace(/__c$/, '__r') : name.replace(/Id$/, ''),
    ...rest,
  });

const labelOf = (name: string): string =>
  name
    .replace(/__c$/, '')
    .replaceAll('_', ' ')
    .replace(/(?<=[a-z])Id$/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');

/** What every record has. */
const systemFields = (): FieldDefinition[] => [
  computed('Id', 'id'),
  computed('IsDeleted', 'boolean'),
  computed('CreatedDate', 'datetime'),
  reference('CreatedById', 'User', { isReadOnly: true }),
  computed('LastModifiedDate', 'datetime'),
  reference('LastModifiedById', 'User', { isReadOnly: true }),
  computed('SystemModstamp', 'datetime'),
];

export const object = (name: string, keyPrefix: string, fields: FieldDefinition[]): ObjectDefinition => {
  const label = name === 'Product2' ? 'Product' : labelOf(name);
  return {
    name,
    label,
    labelPlural: label.endsWith('y') ? `${label.slice(0, -1)}ies` : `${label}s`,
    keyPrefix,
    fields: [...systemFields(), ...fields],
  };
};
