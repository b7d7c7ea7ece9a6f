/** The fields of opportunities and accounts: what they hold, and whether our user may set them. */
import type { CrmField } from '../../src/domain/crm-fields.ts';
import type { Describe } from './describe.ts';
import { fromApiName } from './field-names.ts';
import type { DescribedField } from './schemas.ts';

export async function listFields(describe: Describe, objectType: 'deal' | 'company'): Promise<CrmField[]> {
  const sObject = objectType === 'deal' ? 'Opportunity' : 'Account';
  // somebody who looks wants to see what was added a moment ago
  describe.forget(sObject);
  const fields = await describe.fieldsOf(sObject);
  return [...fields.values()].map(toField).sort((one, other) => (one.name < other.name ? -1 : 1));
}

const toField = (field: DescribedField): CrmField => ({
  name: fromApiName(field.name),
  label: field.label,
  type: typeOf(field),
  options: field.picklistValues.flatMap(({ active, value, label }) => (active ? { value, label: label ?? value } : [])),
  isWritable: field.updateable && !field.calculated,
  isUnique: field.unique,
});

/** A text area of one line's length is text that may be found and sorted by. */
const longestShortText = 255;

function typeOf({ type, length, referenceTo }: DescribedField): CrmField['type'] {
  switch (type) {
    case 'string':
    case 'email':
    case 'phone':
    case 'combobox':
      return 'text';
    case 'textarea':
      return length > longestShortText ? 'long_text' : 'text';
    case 'int':
    case 'long':
    case 'double':
    case 'currency':
    case 'percent':
      return 'number';
    case 'date':
    case 'datetime':
    case 'boolean':
    case 'url':
      return type;
    case 'picklist':
    case 'multipicklist':
      return 'enumeration';
    case 'reference':
      return referenceTo.includes('User') ? 'user' : 'other';
    default:
      return 'other';
  }
}
