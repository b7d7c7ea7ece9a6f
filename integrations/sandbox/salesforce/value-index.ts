/** Finds records by a unique value or by the record they refer to, without looking through all. */
import type { FieldDefinition, FieldValue, ObjectDefinition, OrgState, Row } from './state.ts';

export interface ValueIndex {
  /** ids of the records of which the field has this value, deleted ones as well */
  ids(object: string, field: string, value: string): string[];
  /** the record was stored in place of `before` */
  note(object: ObjectDefinition, before: Row | null, row: Row | null): void;
}

const isIndexed = ({ name, isUnique, childRelationshipName }: FieldDefinition): boolean =>
  isUnique || childRelationshipName !== null || name === 'MasterLabel';

/** Unique values are compared without regard to case. */
const keyOf = (object: string, field: string, value: FieldValue): string =>
  `${object}.${field}:${String(value).toLowerCase()}`;

export function createValueIndex(state: OrgState): ValueIndex {
  const held = new Map<string, Set<string>>();
  const change = (object: ObjectDefinition, row: Row, isThere: boolean): void => {
    for (const definition of object.fields) {
      const value = row[definition.name];
      if (!isIndexed(definition) || value === null || value === undefined) continue;
      const key = keyOf(object.name, definition.name, value);
      const ids = held.get(key) ?? new Set();
      if (isThere) held.set(key, ids.add(String(row['Id'])));
      else ids.delete(String(row['Id']));
    }
  };
  for (const object of state.objects)
    for (const row of Object.values(state.records[object.name] ?? {})) change(object, row, true);
  return {
    ids: (object, field, value) => [...(held.get(keyOf(object, field, value)) ?? [])],
    note(object, before, row) {
      if (before) change(object, before, false);
      if (row) change(object, row, true);
    },
  };
}
