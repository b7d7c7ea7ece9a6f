/** The account's properties as fields: what they hold, and whether a value may be set. */
import type { CrmField } from '../../src/domain/crm-fields.ts';
import { type DescribedProperty, describedPropertiesSchema } from './schemas.ts';
import type { Transport } from './transport.ts';

const objectTypes = { deal: 'deals', company: 'companies' } as const;

export async function listFields(transport: Transport, objectType: 'deal' | 'company'): Promise<CrmField[]> {
  const { results } = await transport.call({
    doing: `reading ${objectType} properties`,
    answer: describedPropertiesSchema,
    isRead: true,
    send: (client) => client.crm.properties.coreApi.getAll(objectTypes[objectType], false),
  });
  return results
    .filter(({ hidden, archived }) => !hidden && !archived)
    .map(toField)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const toField = (property: DescribedProperty): CrmField => ({
  name: property.name,
  label: property.label,
  type: typeOf(property),
  options: property.options.filter(({ hidden }) => !hidden).map(({ value, label }) => ({ value, label })),
  isWritable: !property.calculated && property.modificationMetadata?.readOnlyValue !== true,
  isUnique: property.hasUniqueValue,
});

/** HubSpot has no type for an address: such a property is plain text. */
function typeOf({ type, fieldType, referencedObjectType }: DescribedProperty): CrmField['type'] {
  if (referencedObjectType === 'OWNER') return 'user';
  switch (type) {
    case 'string':
      return fieldType === 'textarea' || fieldType === 'html' ? 'long_text' : 'text';
    case 'phone_number':
      return 'text';
    case 'number':
    case 'date':
    case 'datetime':
    case 'enumeration':
      return type;
    case 'bool':
      return 'boolean';
    default:
      return 'other';
  }
}
