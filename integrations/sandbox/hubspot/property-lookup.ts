/** Records by the value of a property, so that thousands of them are not looked through for each one written. */
import type { ObjectType, PortalState, StoredRecord } from './state.ts';

export interface PropertyLookup {
  find(type: ObjectType, name: string, value: string): StoredRecord | undefined;
  /** a record has new values */
  note(type: ObjectType, record: StoredRecord): void;
}

/** Each property is indexed when it is first asked for. What an index finds is checked: values go away, records too. */
export function createPropertyLookup(state: PortalState): PropertyLookup {
  const indexes = new Map<ObjectType, Map<string, Map<string, Set<string>>>>();
  const add = (index: Map<string, Set<string>>, value: string | undefined, id: string): void => {
    if (!value) return;
    const ids = index.get(value) ?? new Set<string>();
    index.set(value, ids.add(id));
  };
  const indexOf = (type: ObjectType, name: string): Map<string, Set<string>> => {
    const ofType = indexes.get(type) ?? new Map<string, Map<string, Set<string>>>();
    indexes.set(type, ofType);
    const known = ofType.get(name);
    if (known) return known;
    const made = new Map<string, Set<string>>();
    for (const record of Object.values(state.records[type])) add(made, record.properties[name], record.id);
    ofType.set(name, made);
    return made;
  };
  return {
    find(type, name, value) {
      const ids = [...(indexOf(type, name).get(value) ?? [])];
      return ids
        .map((id) => state.records[type][id])
        .find((record) => record && !record.archived && record.properties[name] === value);
    },
    note(type, record) {
      for (const [name, index] of indexes.get(type) ?? []) add(index, record.properties[name], record.id);
    },
  };
}
