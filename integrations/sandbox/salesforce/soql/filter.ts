/** Conditions as questions to a record. Text is compared without regard to case, ids with 15 or 18 characters. */
import type { Org } from '../org.ts';
import { readId } from '../record-id.ts';
import type { FieldDefinition, FieldValue, ObjectDefinition, Row } from '../state.ts';
import type { Failures } from './failures.ts';
import { resolvePath, valueAt } from './resolve.ts';
import { likeMark } from './tokens.ts';
import type { Comparison, Condition, Literal, Query } from './syntax.ts';

type Fits = (row: Row) => boolean;

export interface FilterContext {
  org: Org;
  object: ObjectDefinition;
  fail: Failures;
  /** what a query inside IN finds in its one field */
  values(query: Query): FieldValue[];
}

export function compileFilter(condition: Condition, context: FilterContext): Fits {
  switch (condition.kind) {
    case 'and': {
      const parts = condition.parts.map((part) => compileFilter(part, context));
      return (row) => parts.every((fits) => fits(row));
    }
    case 'or': {
      const parts = condition.parts.map((part) => compileFilter(part, context));
      return (row) => parts.some((fits) => fits(row));
    }
    case 'not': {
      const fits = compileFilter(condition.part, context);
      return (row) => !fits(row);
    }
    case 'within': {
      const path = resolvePath(context.org, context.object, condition.path, context.fail);
      const found = new Set(context.values(condition.query));
      return (row) => found.has(valueAt(context.org, row, path)) !== condition.isNegated;
    }
    case 'compare':
      return compileComparison(condition, context);
  }
}

function compileComparison(
  { path, comparison, values }: Extract<Condition, { kind: 'compare' }>,
  { org, object, fail }: FilterContext,
): Fits {
  const resolved = resolvePath(org, object, path, fail);
  const { field } = resolved;
  if (!field.isFilterable) throw fail.notFilterable(field.name, path.at);
  const given = values.map((literal) => criterion(field, literal, comparison, fail));
  const answers = comparer(comparison, given);
  return (row) => answers(comparable(field, valueAt(org, row, resolved)));
}

const isText = ({ type }: FieldDefinition): boolean =>
  !['id', 'reference', 'date', 'datetime', 'boolean', 'double', 'currency', 'percent', 'int'].includes(type);

/** Text is compared and sorted without regard to case. */
export const comparable = (field: FieldDefinition, value: FieldValue): FieldValue =>
  typeof value === 'string' && isText(field) ? value.toLowerCase() : value;

const wantedKinds: Partial<Record<FieldDefinition['type'], [kinds: Literal['kind'][], type: string]>> = {
  boolean: [['boolean'], 'boolean'],
  double: [['number'], 'double'],
  currency: [['number'], 'double'],
  percent: [['number'], 'double'],
  int: [['number'], 'int'],
  date: [['date'], 'date'],
  datetime: [['datetime'], 'dateTime'],
};

/** The given value as the field holds it, or what Salesforce says to one of another type. */
function criterion(field: FieldDefinition, literal: Literal, comparison: Comparison, fail: Failures): FieldValue {
  if (literal.kind === 'null') return null;
  const [kinds, type] = wantedKinds[field.type] ?? [['string'], 'string'];
  if (!kinds.includes(literal.kind)) throw fail.wrongCriterion(field.name, type, type === 'string', literal.at);
  if (comparison !== 'LIKE' && typeof literal.value === 'string') return plain(field, literal.value, fail);
  if (field.type !== 'id' && field.type !== 'reference') return comparable(field, literal.value);
  throw fail.notFilterable(field.name, literal.at);
}

function plain(field: FieldDefinition, given: string, fail: Failures): FieldValue {
  const text = given.replaceAll(likeMark, '');
  if (field.type !== 'id' && field.type !== 'reference') return comparable(field, text);
  if (text === '') return null;
  const id = readId(text);
  if (id === null) throw fail.invalidId(text);
  return id;
}

function comparer(comparison: Comparison, given: FieldValue[]): (value: FieldValue) => boolean {
  const [first = null] = given;
  const ordered = (fits: (order: number) => boolean) => (value: FieldValue) =>
    value !== null && first !== null && fits(order(value, first));
  switch (comparison) {
    case '=':
      return (value) => value === first;
    case '!=':
      return (value) => value !== first;
    case 'IN': {
      const all = new Set(given);
      return (value) => all.has(value);
    }
    case 'NOT IN': {
      const all = new Set(given);
      return (value) => !all.has(value);
    }
    case '<':
      return ordered((by) => by < 0);
    case '<=':
      return ordered((by) => by <= 0);
    case '>':
      return ordered((by) => by > 0);
    case '>=':
      return ordered((by) => by >= 0);
    case 'LIKE': {
      const pattern = likePattern(String(first));
      return (value) => typeof value === 'string' && pattern.test(value);
    }
  }
}

export const order = (one: FieldValue, other: FieldValue): number =>
  one === other || one === null || other === null ? 0 : one < other ? -1 : 1;

/** `%` is any text, `_` one letter; either behind the mark is itself. */
function likePattern(text: string): RegExp {
  const parts = text.match(new RegExp(`${likeMark}[%_]|[\\s\\S]`, 'g')) ?? [];
  const source = parts.map((part) => {
    if (part === '%') return '[\\s\\S]*';
    if (part === '_') return '[\\s\\S]';
    return (part.length > 1 ? part.slice(1) : part).replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  });
  return new RegExp(`^${source.join('')}$`, 'iu');
}
