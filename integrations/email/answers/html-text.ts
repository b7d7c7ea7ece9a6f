/** Plain text of an HTML mail: quotes become `>` lines and what ends the sender's own part a `-- ` line, as in a text mail. */
import { entityNames, latin1Names } from './entities.ts';
import { attributionMarks, endMarks } from './quoting.ts';

const longestTag = 1000;
const breaks = /^\/?(?:br|p|div|li|ul|ol|tr|table|h[1-6]|hr|blockquote|pre)\b/;
const unseen = ['style', 'script', 'head', 'title', 'template', 'textarea'];

export function textOfHtml(html: string, { isWhole }: { isWhole: boolean }): string {
  const closing = createFinder(html);
  const lines: string[] = [];
  let line: string[] = [];
  let quotes = 0;
  let isAttribution = false;
  const endLine = (): void => {
    const said = line
      .join('')
      .replaceAll(/[ \t\r\n]+/g, ' ')
      .trim();
    line = [];
    lines.push(said !== '' && (quotes > 0 || isAttribution) ? `> ${said}` : said);
  };
  for (let at = 0; at < html.length;) {
    const open = html.indexOf('<', at);
    const said = decoded(html.slice(at, open === -1 ? html.length : open));
    if (line.length > 0 || said.trim() !== '') line.push(said);
    if (open === -1) break;
    if (!/[a-z/!?]/i.test(html.charAt(open + 1))) {
      line.push('<');
      at = open + 1;
      continue;
    }
    const isComment = html.startsWith('<!--', open);
    const close = closing(isComment ? '-->' : '>', open);
    if (close === -1) break;
    at = close + (isComment ? 3 : 1);
    if (isComment) continue;
    const tag = html.slice(open + 1, Math.min(close, open + longestTag)).toLowerCase();
    const name = /^\/?[a-z0-9]+/.exec(tag)?.[0] ?? '';
    if (unseen.includes(name)) {
      const end = closing(`</${name}`, at);
      at = end === -1 ? at : end;
      continue;
    }
    // a block on a new line already begins none
    if (breaks.test(tag) && (line.length > 0 || /^\/?(?:br|p)\b/.test(tag))) endLine();
    if (isAttribution && name === '/div') isAttribution = false;
    if (name === 'blockquote') quotes += 1;
    if (name === '/blockquote') quotes = Math.max(0, quotes - 1);
    if (isWhole || quotes > 0) continue;
    const called = marksOf(tag);
    if (called !== '' && endMarks.some((mark) => called.includes(mark))) lines.push('-- ');
    // a forwarded mail is introduced in the same place, and follows without a quote's mark
    else if (called !== '' && attributionMarks.some((mark) => called.includes(mark)))
      isAttribution = !html
        .slice(at, at + 200)
        .trimStart()
        .startsWith('--');
  }
  endLine();
  return lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** What a tag is called by its id and classes. */
function marksOf(tag: string): string {
  return ['id=', 'class=', 'name=']
    .map((attribute) => {
      const at = tag.indexOf(` ${attribute}`);
      return at === -1
        ? ''
        : tag
            .slice(at + attribute.length + 1, at + 120)
            .split(/["'>]/, 2)
            .join(' ');
    })
    .join(' ')
    .trim();
}

/** Looks for each text only forwards, and never again once it is known to be in none of the rest. */
function createFinder(html: string): (wanted: string, from: number) => number {
  const absent = new Set<string>();
  const patterns = new Map<string, RegExp>();
  return (wanted, from) => {
    if (absent.has(wanted)) return -1;
    const pattern = patterns.get(wanted) ?? new RegExp(wanted, 'gi');
    patterns.set(wanted, pattern);
    pattern.lastIndex = from;
    const found = pattern.exec(html);
    if (!found) absent.add(wanted);
    return found?.index ?? -1;
  };
}

const decoded = (text: string): string =>
  text.includes('&')
    ? text.replaceAll(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/gi, (entity, name: string) =>
        name.startsWith('#') ? fromNumber(name.slice(1)) : (entityNames.get(name) ?? latin1Names.get(name) ?? entity),
      )
    : text;

function fromNumber(number: string): string {
  const code = /^x/i.test(number) ? Number.parseInt(number.slice(1), 16) : Number(number);
  if (code === 160) return ' ';
  return code > 0x10_ffff || (code >= 0xd8_00 && code <= 0xdf_ff) ? '\uFFFD' : String.fromCodePoint(code);
}
