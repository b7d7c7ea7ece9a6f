import type { ObjectType } from './state.ts';

interface ObjectTypeFacts {
  typeId: string;
  singular: string;
  /** scopes are named after it; notes and tasks belong to contacts */
  scope: string;
  defaults: string[];
}

export const objectTypeFacts: Record<ObjectType, ObjectTypeFacts> = {
  deals: {
    typeId: '0-3',
    singular: 'deal',
    scope: 'deals',
    defaults: [
      'amount',
      'closedate',
      'createdate',
      'dealname',
      'dealstage',
      'hs_lastmodifieddate',
      'hs_object_id',
      'pipeline',
    ],
  },
  companies: {
    typeId: '0-2',
    singular: 'company',
    scope: 'companies',
    defaults: ['createdate', 'domain', 'hs_lastmodifieddate', 'hs_object_id', 'name'],
  },
  contacts: {
    typeId: '0-1',
    singular: 'contact',
    scope: 'contacts',
    defaults: ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'],
  },
  line_items: {
    typeId: '0-8',
    singular: 'line_item',
    scope: 'line_items',
    defaults: ['amount', 'createdate', 'hs_lastmodifieddate', 'hs_object_id', 'quantity'],
  },
  notes: {
    typeId: '0-46',
    singular: 'note',
    scope: 'contacts',
    defaults: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  },
  tasks: {
    typeId: '0-27',
    singular: 'task',
    scope: 'contacts',
    defaults: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  },
};

/** HubSpot takes the plural, the singular and the type id alike. */
const names = new Map<string, ObjectType>();
for (const type of ['deals', 'companies', 'contacts', 'line_items', 'notes', 'tasks'] as const) {
  for (const name of [type, objectTypeFacts[type].singular, objectTypeFacts[type].typeId]) names.set(name, type);
}
export const objectTypeOf = (name: string): ObjectType | undefined => names.get(name.toLowerCase());

export const modifiedProperty = (type: ObjectType): string =>
  type === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';
/** of whoever did it in HubSpot’s screens */
export const updatedByProperty = 'hs_updated_by_user_id';
export const createdProperty = (type: ObjectType): string =>
  type === 'notes' || type === 'tasks' ? 'hs_createdate' : 'createdate';

/** HubSpot-defined association types, v1-table ids; the first is what the default association makes. */
const definedTypes: [ObjectType, ObjectType, number[]][] = [
  ['deals', 'companies', [341, 5]],
  ['companies', 'deals', [342, 6]],
  ['deals', 'contacts', [3]],
  ['contacts', 'deals', [4]],
  ['deals', 'line_items', [19]],
  ['line_items', 'deals', [20]],
  ['notes', 'deals', [214]],
  ['deals', 'notes', [213]],
  ['tasks', 'deals', [216]],
  ['deals', 'tasks', [215]],
  ['contacts', 'companies', [279, 1]],
  ['companies', 'contacts', [280, 2]],
  ['notes', 'contacts', [202]],
  ['contacts', 'notes', [201]],
  ['notes', 'companies', [190]],
  ['companies', 'notes', [189]],
  ['tasks', 'contacts', [204]],
  ['contacts', 'tasks', [203]],
  ['tasks', 'companies', [192]],
  ['companies', 'tasks', [191]],
  ['deals', 'deals', [451]],
];
export const definedTypeIds = (from: ObjectType, to: ObjectType): number[] =>
  definedTypes.find(([one, other]) => one === from && other === to)?.[2] ?? [];
/** the primary one where there is such a thing */
export const primaryTypeId = (from: ObjectType, to: ObjectType): number | undefined => definedTypeIds(from, to)[1];
