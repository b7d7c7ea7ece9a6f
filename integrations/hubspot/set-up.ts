/** Creates what is missing and leaves everything else as it is, so it can be repeated. */
import { isAppError } from '../../src/errors.ts';
import type { CrmFieldDefinition } from '../../src/domain/crm-fields.ts';
import { propertyDefinitions } from './property-definitions.ts';
import { anyAnswerSchema, propertiesSchema, propertyGroupsSchema } from './schemas.ts';
import type { Transport } from './transport.ts';
import {
  PropertyCreateFieldTypeEnum,
  PropertyCreateTypeEnum,
} from '@hubspot/api-client/lib/codegen/crm/properties/models/PropertyCreate.js';

export const groupName = 'gangway';
const objectTypes = { deal: 'deals', company: 'companies' } as const;

export async function setUp(transport: Transport): Promise<{ created: string[]; existing: string[] }> {
  const parts = await Promise.all((['deal', 'company'] as const).map((object) => setUpObject(transport, object)));
  return { created: parts.flatMap((part) => part.created), existing: parts.flatMap((part) => part.existing) };
}

/** Names of ours that the account lacks: `deal.gangway_stage`. */
export async function missingProperties(transport: Transport): Promise<string[]> {
  const parts = await Promise.all(
    (['deal', 'company'] as const).map(async (object) => {
      const present = await readPropertyNames(transport, object);
      return definitionsOf(object)
        .filter(({ name }) => !present.has(name))
        .map(({ name }) => `${object}.${name}`);
    }),
  );
  return parts.flat();
}

const definitionsOf = (object: CrmFieldDefinition['object']): CrmFieldDefinition[] =>
  propertyDefinitions.filter((definition) => definition.object === object);

async function setUpObject(
  transport: Transport,
  object: CrmFieldDefinition['object'],
): Promise<{ created: string[]; existing: string[] }> {
  const [present] = await Promise.all([readPropertyNames(transport, object), ensureGroup(transport, object)]);
  const missing = definitionsOf(object).filter(({ name }) => !present.has(name));
  const isNew = await Promise.all(missing.map((definition) => createProperty(transport, definition)));
  const created = missing.filter((_, index) => isNew[index]).map(({ name }) => name);
  return {
    created: created.map((name) => `${object}.${name}`),
    existing: definitionsOf(object)
      .filter(({ name }) => !created.includes(name))
      .map(({ name }) => `${object}.${name}`),
  };
}

async function readPropertyNames(transport: Transport, object: CrmFieldDefinition['object']): Promise<Set<string>> {
  const { results } = await transport.call({
    doing: `reading ${object} properties`,
    answer: propertiesSchema,
    send: (client) => client.crm.properties.coreApi.getAll(objectTypes[object], false),
  });
  return new Set(results.map(({ name }) => name));
}

async function ensureGroup(transport: Transport, object: CrmFieldDefinition['object']): Promise<void> {
  const { results } = await transport.call({
    doing: 'reading property groups',
    answer: propertyGroupsSchema,
    send: (client) => client.crm.properties.groupsApi.getAll(objectTypes[object]),
  });
  if (results.some(({ name }) => name === groupName)) return;
  await unlessThere(
    transport.call({
      doing: 'creating the property group',
      answer: anyAnswerSchema,
      send: (client) =>
        client.crm.properties.groupsApi.create(objectTypes[object], {
          name: groupName,
          label: 'Gangway',
          displayOrder: -1,
        }),
    }),
  );
}

const createProperty = (
  transport: Transport,
  { object, name, label, type, description, options, isUnique }: CrmFieldDefinition,
): Promise<boolean> =>
  unlessThere(
    transport.call({
      doing: `creating the property ${name}`,
      answer: anyAnswerSchema,
      send: (client) =>
        client.crm.properties.coreApi.create(objectTypes[object], {
          name,
          label,
          description,
          groupName,
          ...vendorTypes[type],
          ...(isUnique && { hasUniqueValue: true }),
          options: options.map((option, displayOrder) => ({ ...option, displayOrder, hidden: false })),
        }),
    }),
  );

const vendorTypes = {
  text: { type: PropertyCreateTypeEnum.String, fieldType: PropertyCreateFieldTypeEnum.Text },
  url: { type: PropertyCreateTypeEnum.String, fieldType: PropertyCreateFieldTypeEnum.Text },
  long_text: { type: PropertyCreateTypeEnum.String, fieldType: PropertyCreateFieldTypeEnum.Textarea },
  number: { type: PropertyCreateTypeEnum.Number, fieldType: PropertyCreateFieldTypeEnum.Number },
  date: { type: PropertyCreateTypeEnum.Date, fieldType: PropertyCreateFieldTypeEnum.Date },
  enumeration: { type: PropertyCreateTypeEnum.Enumeration, fieldType: PropertyCreateFieldTypeEnum.Select },
} as const satisfies Record<CrmFieldDefinition['type'], unknown>;

/** @returns false when somebody else created it in between: HubSpot answers 409. */
async function unlessThere(creation: Promise<unknown>): Promise<boolean> {
  try {
    await creation;
    return true;
  } catch (error) {
    if (isAppError(error) && error.details['status'] === 409) return false;
    throw error;
  }
}
