/** Answers a query from the records. */
import type { Org } from '../org.ts';
import { readId } from '../record-id.ts';
import type { FieldValue, ObjectDefinition, Row } from '../state.ts';
import { comparable, compileFilter, type FilterContext, order } from './filter.ts';
import { type Failures, failuresOf } from './failures.ts';
import { parseQuery } from './parse.ts';
import { rendered, type Shown } from './render.ts';
import { resolvePath, valueAt } from './resolve.ts';
import type { Condition, Query } from './syntax.ts';

export interface QueryRun {
  /** all of them; what is shown is worked out when a page is taken */
  total: number;
  page(from: number, size: number): Shown[];
  isCount: boolean;
}

export function runQuery(org: Org, soql: string, version: string, withDeleted: boolean): QueryRun {
  const fail = failuresOf(soql);
  const query = parseQuery(soql);
  const [name = ''] = query.from.names;
  const object = org.object(name);
  if (!object || query.from.names.length > 1) throw fail.noObject(query.from.names.join('.'), query.from.at);
  const scope: Scope = { org, version, fail, withDeleted };
  const found = find(scope, query, object, candidates(org, object, query.where));
  if (query.selected === 'count') return { total: found.length, page: () => [], isCount: true };
  const show = compileSelected(scope, query, object);
  return { total: found.length, page: (from, size) => found.slice(from, from + size).map(show), isCount: false };
}

interface Scope {
  org: Org;
  version: string;
  fail: Failures;
  withDeleted: boolean;
}

/** Asked for by id, the others need not be looked at. */
function candidates(org: Org, object: ObjectDefinition, where: Condition | null): Row[] {
  const parts = where?.kind === 'and' ? where.parts : where ? [where] : [];
  const byId = parts.find(
    (part) =>
      part.kind === 'compare' &&
      part.path.names.join('.').toLowerCase() === 'id' &&
      (part.comparison === '=' || part.comparison === 'IN'),
  );
  if (byId?.kind !== 'compare') return org.rows(object.name);
  const ids = new Set(byId.values.map(({ value }) => readId(String(value))));
  return [...ids].map((id) => org.any(object.name, id ?? '')).filter((row) => row !== undefined);
}

function find(scope: Scope, query: Query, object: ObjectDefinition, rows: Row[]): Row[] {
  const { org, fail, withDeleted } = scope;
  const context: FilterContext = { org, object, fail, values: (inner) => valuesOf(scope, inner) };
  const fits = query.where ? compileFilter(query.where, context) : () => true;
  const orderings = query.orderBy.map(({ path, ...how }) => ({ ...how, path: resolvePath(org, object, path, fail) }));
  const found = rows.filter((row) => (withDeleted || row['IsDeleted'] !== true) && fits(row));
  if (orderings.length > 0)
    found.sort((one, other) => {
      for (const { path, isDescending, areNullsLast } of orderings) {
        const [first, second] = [one, other].map((row) => comparable(path.field, valueAt(org, row, path)));
        const by = compareFor(first ?? null, second ?? null, isDescending, areNullsLast);
        if (by !== 0) return by;
      }
      return 0;
    });
  return query.limit === null ? found : found.slice(0, query.limit);
}

function compareFor(one: FieldValue, other: FieldValue, isDescending: boolean, areNullsLast: boolean): number {
  if (one === null || other === null) {
    if (one === other) return 0;
    return (one === null) === areNullsLast ? 1 : -1;
  }
  return order(one, other) * (isDescending ? -1 : 1);
}

function valuesOf(scope: Scope, query: Query): FieldValue[] {
  const object = scope.org.object(query.from.names.join('.'));
  if (!object) throw scope.fail.noObject(query.from.names.join('.'), query.from.at);
  const [selected] = query.selected === 'count' ? [] : query.selected;
  if (selected?.kind !== 'field') throw scope.fail.malformed('The inner select must select one field', query.from.at);
  const path = resolvePath(scope.org, object, selected.path, scope.fail);
  return find(scope, query, object, scope.org.rows(object.name)).map((row) => valueAt(scope.org, row, path));
}

function compileSelected(scope: Scope, query: Query, object: ObjectDefinition): (row: Row) => Shown {
  const { org, version, fail } = scope;
  const selected = query.selected === 'count' ? [] : query.selected;
  const paths = selected.flatMap((one) => (one.kind === 'field' ? resolvePath(org, object, one.path, fail) : []));
  const inner = selected.flatMap((one) => (one.kind === 'children' ? compileChildren(scope, one.query, object) : []));
  return (row) => ({
    ...rendered(org, version, object.name, row, paths),
    ...Object.fromEntries(inner.map(({ name, show }) => [name, show(row)])),
  });
}

function compileChildren(
  scope: Scope,
  query: Query,
  parent: ObjectDefinition,
): { name: string; show(row: Row): unknown } {
  const { org, fail } = scope;
  const relationship = query.from.names.join('.');
  for (const object of org.state.objects) {
    const field = object.fields.find(
      ({ childRelationshipName, referenceTo }) =>
        childRelationshipName?.toLowerCase() === relationship.toLowerCase() && referenceTo.includes(parent.name),
    );
    if (!field?.childRelationshipName) continue;
    const show = compileSelected(scope, query, object);
    return {
      name: field.childRelationshipName,
      show(row) {
        const records = find(scope, query, object, org.children(object.name, field.name, String(row['Id']))).map(show);
        return records.length === 0 ? null : { totalSize: records.length, done: true, records };
      },
    };
  }
  throw fail.noRelationship(relationship, query.from.at);
}
