/** Reads SOQL as far as it is used: fields of parents, children inside, conditions, order, limit. */
import { type Failures, failuresOf } from './failures.ts';
import { parseCondition } from './parse-condition.ts';
import type { Ordering, Path, Query, Selected } from './syntax.ts';
import { type Token, tokensOf } from './tokens.ts';

export interface Reader {
  fail: Failures;
  peek(ahead?: number): Token;
  next(): Token;
  /** whether this word or sign stands next; then it is taken */
  takes(text: string): boolean;
  expect(text: string): void;
  path(): Path;
  query(isInside: boolean): Query;
}

/** What may not be a field's name where a name is looked for. */
const reserved = new Set(['SELECT', 'FROM', 'WHERE', 'ORDER', 'LIMIT', 'AND', 'OR', 'NOT', 'IN', 'LIKE']);

export function parseQuery(soql: string): Query {
  const fail = failuresOf(soql);
  const tokens = tokensOf(soql, fail);
  let position = 0;
  const end: Token = { kind: 'end', text: '<EOF>', at: soql.length };
  const reader: Reader = {
    fail,
    peek: (ahead = 0) => tokens[position + ahead] ?? end,
    next() {
      const token = reader.peek();
      position += 1;
      return token;
    },
    takes(text) {
      const { kind, text: found } = reader.peek();
      const isIt = (kind === 'word' || kind === 'sign') && found.toUpperCase() === text;
      if (isIt) position += 1;
      return isIt;
    },
    expect(text) {
      if (!reader.takes(text)) throw fail.unexpected(reader.peek().text, reader.peek().at);
    },
    path() {
      const token = reader.next();
      if (token.kind !== 'word' || reserved.has(token.text.toUpperCase())) throw fail.unexpected(token.text, token.at);
      return { names: token.text.split('.'), at: token.at };
    },
    query: (isInside) => readQuery(reader, isInside),
  };
  const query = reader.query(false);
  const rest = reader.peek();
  if (rest.kind !== 'end') throw fail.unexpected(rest.text, rest.at);
  return query;
}

function readQuery(reader: Reader, isInside: boolean): Query {
  reader.expect('SELECT');
  const selected = readSelected(reader, isInside);
  reader.expect('FROM');
  const from = reader.path();
  const where = reader.takes('WHERE') ? parseCondition(reader) : null;
  const orderBy = readOrder(reader);
  return { selected, from, where, orderBy, limit: reader.takes('LIMIT') ? readLimit(reader) : null };
}

function readSelected(reader: Reader, isInside: boolean): Selected[] | 'count' {
  if (reader.peek().text.toUpperCase() === 'COUNT' && reader.peek(1).text === '(' && reader.peek(2).text === ')') {
    for (let taken = 0; taken < 3; taken += 1) reader.next();
    return 'count';
  }
  const selected: Selected[] = [];
  do {
    if (isInside || !reader.takes('(')) selected.push({ kind: 'field', path: reader.path() });
    else {
      selected.push({ kind: 'children', query: reader.query(true) });
      reader.expect(')');
    }
  } while (reader.takes(','));
  return selected;
}

function readOrder(reader: Reader): Ordering[] {
  if (!reader.takes('ORDER')) return [];
  reader.expect('BY');
  const orderings: Ordering[] = [];
  do {
    const path = reader.path();
    const isDescending = reader.takes('DESC');
    if (!isDescending) reader.takes('ASC');
    let areNullsLast = false;
    if (reader.takes('NULLS')) {
      areNullsLast = reader.takes('LAST');
      if (!areNullsLast) reader.expect('FIRST');
    }
    orderings.push({ path, isDescending, areNullsLast });
  } while (reader.takes(','));
  return orderings;
}

function readLimit(reader: Reader): number {
  const token = reader.next();
  if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw reader.fail.unexpected(token.text, token.at);
  return Number(token.text);
}
