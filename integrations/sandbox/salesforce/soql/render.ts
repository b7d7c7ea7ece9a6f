/** Records as the REST API shows them. */
import type { Org } from '../org.ts';
import type { FieldDefinition, FieldValue, Row } from '../state.ts';
import { follow, type ResolvedPath } from './resolve.ts';

export type Shown = Record<string, unknown>;

export const attributesOf = (version: string, type: string, row: Row): Shown => ({
  type,
  url: `/services/data/v${version}/sobjects/${type}/${String(row['Id'])}`,
});

/** REST writes an instant's zone without a colon. */
export const shownValue = ({ type }: FieldDefinition, value: FieldValue): FieldValue =>
  type === 'datetime' && typeof value === 'string' ? value.replace(/Z$/, '+0000') : value;

export function rendered(org: Org, version: string, object: string, row: Row, paths: ResolvedPath[]): Shown {
  const shown: Shown = { attributes: attributesOf(version, object, row) };
  const byParent = new Map<string, ResolvedPath[]>();
  for (const { parents, field } of paths) {
    const [parent, ...rest] = parents;
    if (!parent?.relationshipName) {
      shown[field.name] = shownValue(field, row[field.name] ?? null);
      continue;
    }
    // keeps the parent where it was named first
    shown[parent.relationshipName] ??= null;
    byParent.set(parent.relationshipName, [...(byParent.get(parent.relationshipName) ?? []), { parents: rest, field }]);
  }
  for (const [name, inner] of byParent) {
    const reference = paths.flatMap(({ parents }) => parents.slice(0, 1)).find((one) => one.relationshipName === name);
    const parent = reference && follow(org, row, [reference]);
    if (parent) shown[name] = rendered(org, version, parent.object, parent.row, inner);
  }
  return shown;
}
