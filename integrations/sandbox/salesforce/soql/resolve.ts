/** Looks the names of a query up in the objects' definitions. */
import type { Org } from '../org.ts';
import type { FieldDefinition, FieldValue, ObjectDefinition, Row } from '../state.ts';
import type { Failures } from './failures.ts';
import type { Path } from './syntax.ts';

export interface ResolvedPath {
  /** the references to follow, as their definitions have them */
  parents: FieldDefinition[];
  field: FieldDefinition;
}

const same = (one: string | null, other: string): boolean => one?.toLowerCase() === other.toLowerCase();

export function resolvePath(org: Org, object: ObjectDefinition, { names, at }: Path, fail: Failures): ResolvedPath {
  // a path may begin with the object's own name
  const [first = '', ...others] = names;
  const path = others.length > 0 && same(object.name, first) ? others : names;
  const parents: FieldDefinition[] = [];
  let current = object;
  for (const name of path.slice(0, -1)) {
    const reference = current.fields.find(({ relationshipName }) => same(relationshipName, name));
    const parent = reference && org.object(reference.referenceTo[0] ?? '');
    if (!parent) throw fail.noRelationship(name, at);
    parents.push(reference);
    current = parent;
  }
  const name = path.at(-1) ?? '';
  const field = current.fields.find((one) => same(one.name, name));
  if (!field) throw fail.noColumn(name, current.name, at);
  return { parents, field };
}

export interface Followed {
  object: string;
  row: Row;
}

/** The record that the references lead to. */
export function follow(org: Org, row: Row, [first, ...rest]: FieldDefinition[]): Followed | null {
  const id = first && row[first.name];
  const object = typeof id === 'string' ? org.objectOfId(id)?.name : undefined;
  const parent = object === undefined || typeof id !== 'string' ? undefined : org.any(object, id);
  if (object === undefined || !parent) return null;
  return rest.length === 0 ? { object, row: parent } : follow(org, parent, rest);
}

export function valueAt(org: Org, row: Row, { parents, field }: ResolvedPath): FieldValue {
  const holder = parents.length === 0 ? row : follow(org, row, parents)?.row;
  return holder?.[field.name] ?? null;
}
