/** WHERE: SOQL takes no AND beside an OR without parentheses, and no arithmetic. */
import type { Reader } from './parse.ts';
import type { Comparison, Condition, Literal, Path } from './syntax.ts';

export function parseCondition(reader: Reader): Condition {
  const first = parsePart(reader);
  const word = reader.peek().text.toUpperCase();
  if (reader.peek().kind !== 'word' || (word !== 'AND' && word !== 'OR')) return first;
  const parts = [first];
  while (reader.takes(word)) parts.push(parsePart(reader));
  const other = reader.peek();
  if (other.kind === 'word' && (other.text.toUpperCase() === 'AND' || other.text.toUpperCase() === 'OR'))
    throw reader.fail.unexpected(other.text, other.at);
  return { kind: word === 'AND' ? 'and' : 'or', parts };
}

function parsePart(reader: Reader): Condition {
  if (reader.takes('NOT')) return { kind: 'not', part: parsePart(reader) };
  if (reader.takes('(')) {
    const condition = parseCondition(reader);
    reader.expect(')');
    return condition;
  }
  const path = reader.path();
  const comparison = readComparison(reader);
  if (comparison !== 'IN' && comparison !== 'NOT IN')
    return { kind: 'compare', path, comparison, values: [readLiteral(reader)] };
  return readSet(reader, path, comparison);
}

const signs: Record<string, Comparison> = {
  '=': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  LIKE: 'LIKE',
  IN: 'IN',
};

function readComparison(reader: Reader): Comparison {
  if (reader.takes('NOT')) {
    reader.expect('IN');
    return 'NOT IN';
  }
  const { text, at } = reader.next();
  const comparison = signs[text.toUpperCase()];
  if (!comparison) throw reader.fail.unexpected(text, at);
  return comparison;
}

function readSet(reader: Reader, path: Path, comparison: 'IN' | 'NOT IN'): Condition {
  reader.expect('(');
  if (reader.peek().text.toUpperCase() === 'SELECT' && reader.peek().kind === 'word') {
    const query = reader.query(true);
    reader.expect(')');
    return { kind: 'within', path, isNegated: comparison === 'NOT IN', query };
  }
  const values: Literal[] = [];
  do values.push(readLiteral(reader));
  while (reader.takes(','));
  reader.expect(')');
  return { kind: 'compare', path, comparison, values };
}

function readLiteral(reader: Reader): Literal {
  const { kind, text, at } = reader.next();
  switch (kind) {
    case 'string':
      return { kind, value: text, at };
    case 'number':
      return { kind, value: Number(text), at };
    case 'date':
      return { kind, value: text, at };
    case 'datetime':
      return { kind, value: instant(reader, text, at), at };
    case 'word': {
      const word = text.toUpperCase();
      if (word === 'TRUE' || word === 'FALSE') return { kind: 'boolean', value: word === 'TRUE', at };
      if (word === 'NULL') return { kind: 'null', value: null, at };
      throw reader.fail.unexpected(text, at);
    }
    case 'sign':
    case 'end':
      throw reader.fail.unexpected(text, at);
  }
}

function instant(reader: Reader, text: string, at: number): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw reader.fail.malformed(`Invalid datetime: ${text}`, at);
  return time.toISOString();
}
