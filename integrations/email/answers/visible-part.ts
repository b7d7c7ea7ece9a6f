/**
 * What the sender wrote themself. Quoted lines are left out wherever they stand; what can only be followed by something
 * older (a divider, an old mail's head, a signature) ends it. One pass over the lines, each looked at up to a fixed
 * length, without expressions that try again: a mail is read in a time that grows with its length.
 */
import { attributionStarts, attributionVerbs, dividers, headNames, programSignatures } from './quoting.ts';
import { plain } from './words.ts';

const longestLine = 600;
const maxLines = 20_000;
/** long attributions are wrapped by some programs */
const attributionLines = 3;

export function visiblePart(text: string): string {
  const raw = text.split(/\r?\n/, maxLines);
  const lines = createLines(raw);
  const own: string[] = [];
  let isQuote = false;
  for (let at = 0; at < raw.length; at += 1) {
    const line = lines(at);
    if (line.startsWith('>')) {
      isQuote = true;
      continue;
    }
    // a quoted line that was wrapped goes on without its mark
    if (line !== '' && isQuote) continue;
    isQuote = false;
    const attribution = line === '' ? 0 : attributionAt(lines, at);
    if (attribution > 0) {
      if (!isFollowedByQuote(lines, at + attribution)) break;
      at += attribution - 1;
      continue;
    }
    if (isEnd(line, raw[at] ?? '', nextOf(lines, at))) break;
    own.push(raw[at] ?? '');
  }
  return own
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** A line as it is compared with words, made when it is looked at: most of a long mail lies below its first quote. */
type Lines = (at: number) => string;

function createLines(raw: string[]): Lines {
  const made: string[] = [];
  return (at) => (made[at] ??= plain((raw[at] ?? '').slice(0, longestLine)).trimStart());
}

const nextOf = (lines: Lines, at: number): string => lines(at + 1) || lines(at + 2);

function isEnd(line: string, raw: string, next: string): boolean {
  if (/^--\s?$/.test(raw) || (line.includes('##-') && line.includes('-##'))) return true;
  if (/^[_=]{10,}\s*$/.test(line) || isRuledTitle(line)) return true;
  const said = line.replace(/^[*_\s[(]+/, '');
  if (dividers(said).some((start) => said.startsWith(start))) return true;
  if (line.length < 120 && programSignatures(said).some((start) => said.startsWith(start))) return true;
  return isHead(line) && isHead(next);
}

/** "-----Original Message-----", in whatever language */
const isRuledTitle = (line: string): boolean =>
  line.startsWith('----') && /-{2,}$/.test(line.slice(0, 120).trimEnd().slice(-3)) && /\p{L}/u.test(line);

/** "From: Ana", "*Von:* Ana", "De : Ana" */
function isHead(line: string): boolean {
  const colon = line.slice(0, 60).indexOf(':');
  if (colon === -1) return false;
  const said = line.slice(0, 60).replace(/^[*\s]+/, '');
  return headNames.has(said.slice(0, said.indexOf(':')).replaceAll('*', '').trim());
}

/** How many lines an attribution takes that begins here; 0: none does. */
function attributionAt(lines: Lines, at: number): number {
  let said = '';
  for (let count = 1; count <= attributionLines; count += 1) {
    const line = lines(at + count - 1).trimEnd();
    if (line === '' || line.startsWith('>')) return 0;
    said = `${said} ${line}`.trimStart();
    if (/[:：]$/.test(line)) return isAttribution(said, isFollowedByQuote(lines, at + count)) ? count : 0;
    // without a colon at its end: Outlook for Mac and some telephones
    if (count === 1 && !attributionStarts(said).some((start) => said.startsWith(start)) && !said.includes('@'))
      return 0;
  }
  return 0;
}

/** A line with a colon right above a quote names whom it quotes if it holds a date or an address. */
function isAttribution(said: string, isAboveQuote: boolean): boolean {
  if (isAboveQuote && /[\d@]/.test(said)) return true;
  if (!attributionStarts(said).some((start) => said.startsWith(start)) || !/\d/.test(said)) return false;
  return attributionVerbs.some((verb) => said.includes(verb));
}

function isFollowedByQuote(lines: Lines, at: number): boolean {
  const next = lines(at) || lines(at + 1) || lines(at + 2);
  return next.startsWith('>');
}
