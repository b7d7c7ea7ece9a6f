/** Text as Slack reads it: https://docs.slack.dev/messaging/formatting-message-text */

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike' | 'quote'; pieces: Piece[] }
  | { kind: 'code' | 'pre'; text: string }
  | { kind: 'link'; url: string; label: string }
  | { kind: 'user' | 'channel'; id: string; label: string | null }
  | { kind: 'everybody'; label: string };

/** Without its styles: for what is spoken. */
export const spoken = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) => {
      switch (piece.kind) {
        case 'bold':
        case 'italic':
        case 'strike':
        case 'quote':
          return spoken(piece.pieces);
        case 'text':
        case 'code':
        case 'pre':
          return piece.text;
        case 'link':
        case 'user':
        case 'channel':
        case 'everybody':
          return piece.label ?? '';
      }
    })
    .join('');

const styles = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };

/** Each sign once: `&amp;lt;` is somebody's own `&lt;`. */
const unescape = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt);/g, (whole, name: string) => entities[name] ?? whole);

export function readMrkdwn(source: string): Piece[] {
  const [before = '', pre, ...rest] = source.split('```');
  if (pre === undefined || rest.length === 0) return readLines(source);
  return [
    ...readLines(before),
    { kind: 'pre', text: unescape(pre).replaceAll(/^\n|\n$/g, '') },
    ...readMrkdwn(rest.join('```')),
  ];
}

function readLines(source: string): Piece[] {
  const pieces: Piece[] = [];
  for (const [index, line] of source.split('\n').entries()) {
    const quoted = /^&gt; ?(.+)$/.exec(line)?.[1];
    if (quoted !== undefined) {
      pieces.push({ kind: 'quote', pieces: readInline(quoted) });
      continue;
    }
    const isAfterText = index > 0 && pieces.at(-1)?.kind !== 'quote';
    pieces.push(...readInline(isAfterText ? `\n${line}` : line));
  }
  return joined(pieces);
}

function readInline(line: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < line.length) {
    const found = readLink(line, at) ?? readCode(line, at) ?? readStyle(line, at);
    pieces.push(found?.piece ?? { kind: 'text', text: line.charAt(at) });
    at = found?.end ?? at + 1;
  }
  return joined(pieces).map((piece) => (piece.kind === 'text' ? { ...piece, text: unescape(piece.text) } : piece));
}

type Found = { piece: Piece; end: number } | null;

function readLink(line: string, at: number): Found {
  if (line[at] !== '<') return null;
  const end = line.indexOf('>', at);
  const inner = end === -1 ? '' : line.slice(at + 1, end);
  if (inner === '' || inner.includes('<')) return null;
  const bar = inner.indexOf('|');
  const target = bar === -1 ? inner : inner.slice(0, bar);
  const label = bar === -1 ? null : unescape(inner.slice(bar + 1));
  return { piece: pointer(target, label), end: end + 1 };
}

function pointer(target: string, label: string | null): Piece {
  const rest = target.slice(1);
  switch (target[0]) {
    case '@':
      return { kind: 'user', id: rest, label };
    case '#':
      return { kind: 'channel', id: rest, label };
    case '!':
      return { kind: 'everybody', label: label ?? `@${rest}` };
    default:
      return /^(https?:\/\/|mailto:)/.test(target)
        ? { kind: 'link', url: unescape(target), label: label ?? unescape(target) }
        : { kind: 'text', text: label ?? target };
  }
}

function readCode(line: string, at: number): Found {
  if (line[at] !== '`') return null;
  const end = line.indexOf('`', at + 1);
  if (end <= at + 1) return null;
  return { piece: { kind: 'code', text: unescape(line.slice(at + 1, end)) }, end: end + 1 };
}

const isWord = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
const isSpace = (sign: string | undefined): boolean => sign === undefined || /\s/.test(sign);

/** A style begins and ends at the edge of a word, within one line. */
function readStyle(line: string, at: number): Found {
  const sign = line[at];
  if (sign !== '*' && sign !== '_' && sign !== '~') return null;
  if (isWord(line[at - 1]) || isSpace(line[at + 1]) || line[at + 1] === sign) return null;
  for (let end = line.indexOf(sign, at + 2); end !== -1; end = line.indexOf(sign, end + 1)) {
    if (isSpace(line[end - 1]) || isWord(line[end + 1])) continue;
    return { piece: { kind: styles[sign], pieces: readInline(line.slice(at + 1, end)) }, end: end + 1 };
  }
  return null;
}

function joined(pieces: readonly Piece[]): Piece[] {
  const together: Piece[] = [];
  for (const piece of pieces) {
    const last = together.at(-1);
    if (piece.kind === 'text' && last?.kind === 'text')
      together[together.length - 1] = { kind: 'text', text: last.text + piece.text };
    else together.push(piece);
  }
  return together;
}
