/** Plain text of an HTML mail, where quotes become `>` lines as in a text mail. One pass, whatever the mail holds. */
import { entityNames, latin1Names } from './entities.ts';
import { attributionMarks, endMarks } from './quoting.ts';

const longestTag = 300;
/** More is not kept of a mail's text, nor read: the raw mail is. */
const longestText = 200_000;
const lineBreaks = new Set(['br', 'p', '/p']);
const blocks = new Set(
  'div li ul ol tr table h1 h2 h3 h4 h5 h6 hr blockquote pre'.split(' ').flatMap((name) => [name, `/${name}`]),
);
const unseen = new Set(['style', 'script', 'head', 'title', 'template', 'textarea']);
/** of few tags: what they are called is looked at for these alone */
const maybeMarked = new RegExp([...endMarks, ...attributionMarks].join('|'));

export interface HtmlText {
  whole: string;
  /** without what a program marks as older, or as a signature, by the names of its parts */
  own: string;
}

export function textOfHtml(html: string): HtmlText {
  const closing = createFinder(html);
  const whole: string[] = [];
  const own: string[] = [];
  let line = '';
  let quotes = 0;
  let isAttribution = false;
  let isOver = false;
  let length = 0;
  const endLine = (): void => {
    const said = line.trim();
    const quoted = said === '' ? '' : `> ${said}`;
    line = '';
    whole.push(quotes > 0 ? quoted : said);
    length += said.length + 1;
    if (!isOver) own.push(quotes > 0 || isAttribution ? quoted : said);
  };
  for (let at = 0; at < html.length && length + line.length < longestText;) {
    const open = html.indexOf('<', at);
    const next = open === -1 ? html.length : open;
    if (next !== at) line += decoded(html.slice(at, Math.min(next, at + longestText)));
    if (open === -1) break;
    const isComment = html.startsWith('<!--', open);
    if (!isComment && !isTagStart(html.charCodeAt(open + 1))) {
      line += '<';
      at = open + 1;
      continue;
    }
    const close = closing(isComment ? '-->' : '>', open);
    if (close === -1) break;
    at = close + (isComment ? 3 : 1);
    if (isComment) continue;
    const tag = html.slice(open + 1, Math.min(close, open + longestTag)).toLowerCase();
    const name = nameOf(tag);
    if (unseen.has(name)) {
      const end = closing(`</${name}`, at);
      at = end === -1 ? at : end;
      continue;
    }
    // a block on a new line already begins none
    if (lineBreaks.has(name)) endLine();
    else if (blocks.has(name))
      if (line.trim() === '') line = '';
      else endLine();
    if (name === '/div') isAttribution = false;
    else if (name === 'blockquote') quotes += 1;
    else if (name === '/blockquote') quotes = Math.max(0, quotes - 1);
    if (quotes > 0 || isOver || tag.length < 8 || !maybeMarked.test(tag)) continue;
    const marks = marksOf(tag);
    if (endMarks.some((mark) => marks.includes(mark))) {
      if (line.trim() !== '') endLine();
      isOver = true;
    } else if (attributionMarks.some((mark) => marks.includes(mark)))
      // a forwarded mail is introduced in the same place, and follows without a quote's mark
      isAttribution = !html.startsWith('--', at + (/^\s{0,100}/.exec(html.slice(at, at + 100))?.[0].length ?? 0));
  }
  endLine();
  return { whole: joined(whole), own: joined(own) };
}

const joined = (lines: string[]): string =>
  lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();

/** a letter, `/`, `!` or `?` */
const isTagStart = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 47 || code === 33 || code === 63;

function nameOf(tag: string): string {
  let end = tag.startsWith('/') ? 1 : 0;
  while (end < tag.length && isNameSign(tag.charCodeAt(end))) end += 1;
  return tag.slice(0, end);
}

const isNameSign = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 48 && code <= 57);

/** What a tag is called by its id, classes and name. */
const marksOf = (tag: string): string =>
  [...tag.matchAll(/\s(?:id|class|name)=(?:"([^"]{0,120})|'([^']{0,120})|([^\s>]{0,120}))/g)]
    .map(([, double, single, bare]) => double ?? single ?? bare ?? '')
    .join(' ');

/** Looks for each text only forwards, and never again once it is known to be in none of the rest. */
function createFinder(html: string): (wanted: string, from: number) => number {
  const absent = new Set<string>();
  return (wanted, from) => {
    if (absent.has(wanted)) return -1;
    const found = wanted.startsWith('</') ? search(html, wanted, from) : html.indexOf(wanted, from);
    if (found === -1) absent.add(wanted);
    return found;
  };
}

const closings = new Map([...unseen].map((name) => [`</${name}`, new RegExp(`</${name}`, 'gi')]));

function search(html: string, wanted: string, from: number): number {
  const pattern = closings.get(wanted);
  if (!pattern) return -1;
  pattern.lastIndex = from;
  return pattern.exec(html)?.index ?? -1;
}

/** Runs of blanks and line ends are one blank. */
function decoded(text: string): string {
  const plain = blanks.test(text) ? text.replaceAll(/[ \t\r\n]+/g, ' ') : text;
  return plain.includes('&') ? plain.replaceAll(entity, fromName) : plain;
}

const blanks = /[\t\r\n]| {2}/;
const entity = /&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8}\d{0,2});/gi;
const fromName = (whole: string, name: string): string =>
  name.startsWith('#') ? fromNumber(name.slice(1)) : (entityNames.get(name) ?? latin1Names.get(name) ?? whole);

function fromNumber(number: string): string {
  const code = /^x/i.test(number) ? Number.parseInt(number.slice(1), 16) : Number(number);
  if (code === 160) return ' ';
  return code > 0x10_ffff || (code >= 0xd8_00 && code <= 0xdf_ff) ? '\uFFFD' : String.fromCodePoint(code);
}
