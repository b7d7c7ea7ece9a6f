/** /crm/v3/objects: one record at a time, and search. */
import { z } from 'zod';
import { type Answer, badRequest, notFound } from './answers.ts';
import { labelledTypes } from './associations-api.ts';
import { createdProperty, modifiedProperty, objectTypeFacts } from './object-types.ts';
import type { Portal } from './portal.ts';
import { readBody, readType } from './read-body.ts';
import type { ApiCall, Route } from './routes.ts';
import { search, searchRequestSchema } from './search.ts';
import type { SearchIndex } from './search-index.ts';
import type { ObjectType, PropertyDefinition, StoredRecord } from './state.ts';

export const scopesFor =
  (right: 'read' | 'write') =>
  (params: Record<string, string>): string[] => [
    `crm.objects.${objectTypeFacts[readType(params['type'])].scope}.${right}`,
  ];

/** A value may come as a number or a boolean; HubSpot keeps text. Null clears. */
export const valuesSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null()]).transform((value) => (value === null ? '' : String(value))),
);
const associationsSchema = z
  .array(
    z.object({
      to: z.object({ id: z.coerce.string() }),
      types: z
        .array(
          z.object({
            associationCategory: z.enum(['HUBSPOT_DEFINED', 'USER_DEFINED', 'INTEGRATOR_DEFINED']),
            associationTypeId: z.number().int(),
          }),
        )
        .min(1),
    }),
  )
  .default([]);
export const createSchema = z.object({ properties: valuesSchema, associations: associationsSchema });
const updateSchema = z.object({ properties: valuesSchema });

const searchable: Record<ObjectType, string[]> = {
  deals: ['dealname', 'pipeline', 'dealstage', 'description', 'dealtype'],
  companies: ['name', 'domain', 'website', 'phone'],
  contacts: ['firstname', 'lastname', 'email', 'phone', 'company'],
  line_items: ['name', 'hs_sku'],
  notes: ['hs_note_body'],
  tasks: ['hs_task_subject', 'hs_task_body'],
};

/** The properties asked for and those HubSpot always gives; a known one without a value is null, an unknown one is left out. */
export function describe(
  portal: Portal,
  type: ObjectType,
  record: { id: string; properties: Record<string, string> },
  asked: string[],
  stored: StoredRecord | undefined = portal.find(type, record.id),
) {
  const known = namesOf(portal.state.properties[type]);
  const names =
    asked.length > 0
      ? [...asked.filter((name) => known.has(name)), createdProperty(type), modifiedProperty(type), 'hs_object_id']
      : objectTypeFacts[type].defaults;
  return {
    id: record.id,
    properties: Object.fromEntries([...new Set(names)].map((name) => [name, record.properties[name] || null])),
    createdAt: new Date(stored?.createdAt ?? 0).toISOString(),
    updatedAt: new Date(stored?.updatedAt ?? 0).toISOString(),
    archived: false,
  };
}

const nameSets = new WeakMap<PropertyDefinition[], Set<string>>();

/** Properties are only ever added, so a list of another length is a changed one. */
function namesOf(definitions: PropertyDefinition[]): Set<string> {
  const held = nameSets.get(definitions);
  if (held?.size === definitions.length) return held;
  const names = new Set(definitions.map(({ name }) => name));
  nameSets.set(definitions, names);
  return names;
}

/** Associations are checked before anything is created, as HubSpot does. */
export function createWithAssociations(
  portal: Portal,
  type: ObjectType,
  { properties, associations }: z.infer<typeof createSchema>,
  call: ApiCall,
): StoredRecord {
  portal.check(type, properties, null);
  const targets = associations.flatMap(({ to, types }) =>
    types.map(({ associationTypeId }) => labelledTypes(portal, type, to.id, associationTypeId)),
  );
  const record = portal.create(type, properties, call.source);
  for (const { to, toId, labelTypeIds } of targets)
    portal.associate(type, record.id, to, toId, labelTypeIds, call.source);
  return record;
}

/** By record id, or by the value of a property that no two records share. */
export function findBy(portal: Portal, type: ObjectType, id: string, idProperty?: string): StoredRecord | undefined {
  if (idProperty === undefined || idProperty === 'hs_object_id') return portal.find(type, id);
  const isUnique =
    (type === 'contacts' && idProperty === 'email') ||
    portal.state.properties[type].some(({ name, hasUniqueValue }) => name === idProperty && hasUniqueValue);
  if (!isUnique) throw badRequest(`${idProperty} is not a property with unique values`);
  return portal.findByProperty(type, idProperty, id);
}

export function objectRoutes(portal: Portal, index: SearchIndex): Route[] {
  const find = (type: ObjectType, { params, query }: ApiCall): StoredRecord => {
    const idProperty = query.get('idProperty');
    const record = findBy(portal, type, params['id'] ?? '', idProperty ?? undefined);
    if (!record) throw notFound();
    return record;
  };
  const asked = (query: URLSearchParams): string[] => query.getAll('properties').flatMap((value) => value.split(','));
  return [
    {
      method: 'post',
      path: '/crm/v3/objects/:type/search',
      limitClass: 'search',
      scopes: scopesFor('read'),
      handle({ params, body }): Answer {
        const type = readType(params['type']);
        const request = readBody(searchRequestSchema, body);
        const { total, records, after } = search(index.read(type, portal.state.limits.searchLagMs), request, {
          text: searchable[type],
          known: namesOf(portal.state.properties[type]),
        });
        return {
          status: 200,
          body: {
            total,
            results: records.map((record) => describe(portal, type, record, request.properties)),
            ...(after !== null && { paging: { next: { after, link: `?after=${after}` } } }),
          },
        };
      },
    },
    {
      method: 'get',
      path: '/crm/v3/objects/:type/:id',
      scopes: scopesFor('read'),
      handle: (call) => ({
        status: 200,
        body: describe(
          portal,
          readType(call.params['type']),
          find(readType(call.params['type']), call),
          asked(call.query),
        ),
      }),
    },
    {
      method: 'post',
      path: '/crm/v3/objects/:type',
      scopes: scopesFor('write'),
      handle(call) {
        const type = readType(call.params['type']);
        const given = readBody(createSchema, call.body);
        return {
          status: 201,
          body: describe(
            portal,
            type,
            createWithAssociations(portal, type, given, call),
            Object.keys(given.properties),
          ),
          records: 1,
        };
      },
    },
    {
      method: 'patch',
      path: '/crm/v3/objects/:type/:id',
      scopes: scopesFor('write'),
      handle(call) {
        const type = readType(call.params['type']);
        const record = find(type, call);
        const { properties } = readBody(updateSchema, call.body);
        portal.check(type, properties, record);
        return {
          status: 200,
          body: describe(
            portal,
            type,
            portal.update(type, record.id, properties, call.source),
            Object.keys(properties),
          ),
          records: 1,
        };
      },
    },
    {
      method: 'delete',
      path: '/crm/v3/objects/:type/:id',
      scopes: scopesFor('write'),
      handle({ params, source }) {
        portal.archive(readType(params['type']), params['id'] ?? '', source);
        return { status: 204, body: null, records: 1 };
      },
    },
    {
      method: 'post',
      path: '/crm/v3/objects/:type/merge',
      scopes: scopesFor('write'),
      handle({ params, body, source }) {
        const type = readType(params['type']);
        const { primaryObjectId, objectIdToMerge } = readBody(
          z.object({ primaryObjectId: z.string(), objectIdToMerge: z.string() }),
          body,
        );
        if (!portal.find(type, primaryObjectId) || !portal.find(type, objectIdToMerge)) throw notFound();
        return {
          status: 200,
          body: describe(portal, type, portal.merge(type, primaryObjectId, objectIdToMerge, false, source), []),
          records: 1,
        };
      },
    },
  ];
}
