/** SOQL in its words: names, strings with their escapes, numbers, dates, signs. */
import type { Failures } from './failures.ts';

export interface Token {
  kind: 'word' | 'string' | 'number' | 'date' | 'datetime' | 'sign' | 'end';
  /** a string’s is without quotes and escapes */
  text: string;
  at: number;
}

const patterns: [kind: Exclude<Token['kind'], 'string' | 'end'>, pattern: RegExp][] = [
  ['datetime', /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})/iy],
  ['date', /\d{4}-\d{2}-\d{2}/y],
  ['number', /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy],
  ['word', /[a-z]\w*(?:\.[a-z]\w*)*/iy],
  ['sign', /!=|<>|<=|>=|[=<>(),:]/y],
];

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '"': '"', "'": "'", '\\': '\\' };

/** a character that nobody uses, for the backslash before a wildcard */
export const likeMark = '\uE000';

export function tokensOf(soql: string, fail: Failures): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < soql.length) {
    if (/\s/.test(soql.charAt(at))) at += 1;
    else if (soql.charAt(at) === "'") {
      const { text, end } = readString(soql, at, fail);
      tokens.push({ kind: 'string', text, at });
      at = end;
    } else {
      const token = match(soql, at);
      if (!token) throw fail.malformed(`line 1:${at} no viable alternative at character '${soql.charAt(at)}'`, at);
      tokens.push(token);
      at += token.text.length;
    }
  }
  tokens.push({ kind: 'end', text: '<EOF>', at: soql.length });
  return tokens;
}

function match(soql: string, at: number): Token | null {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const [text] = pattern.exec(soql) ?? [];
    if (text) return { kind, text, at };
  }
  return null;
}

/** `\%` and `\_` keep their backslash as a mark of its own: they mean something to LIKE. */
function readString(soql: string, from: number, fail: Failures): { text: string; end: number } {
  let text = '';
  for (let at = from + 1; at < soql.length; at += 1) {
    const letter = soql.charAt(at);
    if (letter === "'") return { text, end: at + 1 };
    if (letter !== '\\') text += letter;
    else {
      at += 1;
      const escaped = soql.charAt(at);
      const code = escaped === 'u' ? /^[\da-f]{4}/i.exec(soql.slice(at + 1)) : null;
      if (code) {
        text += String.fromCharCode(Number.parseInt(code[0], 16));
        at += code[0].length;
      } else if (escaped === '%' || escaped === '_') text += likeMark + escaped;
      else if (escapes[escaped] !== undefined) text += escapes[escaped];
      else
        throw fail.malformed(
          `Invalid string literal '${text}\\${escaped}'. Illegal character sequence '\\${escaped}' in string literal.`,
          from,
        );
    }
  }
  throw fail.malformed("mismatched character '<EOF>' expecting '''", soql.length);
}
