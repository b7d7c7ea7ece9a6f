/** What the sender wrote themself: everything above the first sign of a quote or signature. One pass over the lines. */
const attribution = /^(on|am|le|el)\b.{4,300}\b(wrote|schrieb|a écrit|escribió)\b.{0,80}:\s*$/i;
const attributionStart = /^(on|am|le|el)\b.{4,200}$/i;
const header = /^\*?(from|von|de|sent|gesendet|envoyé|enviado)\s?\*?:/i;
const divider = /^(-{2,}\s?(original|ursprüngliche|message|mensaje|forwarded|weitergeleitete)|_{10,}\s*$)/i;
const mobile = /^(sent from my|von meinem .{2,40} gesendet|envoyé de mon|enviado desde mi|get outlook for)/i;

const longestLine = 600;
const maxLines = 5000;

export function visiblePart(text: string): string {
  const lines = text.split(/\r?\n/, maxLines);
  const end = lines.findIndex((line, index) =>
    isEnd(line.slice(0, longestLine).trimStart(), lines[index + 1] ?? '', line),
  );
  return (end === -1 ? lines : lines.slice(0, end)).join('\n').trim();
}

function isEnd(line: string, next: string, raw: string): boolean {
  if (raw === '-- ' || raw === '--') return true;
  if (line.startsWith('>') || (line.includes('##-') && line.includes('-##'))) return true;
  if (divider.test(line) || mobile.test(line)) return true;
  if (header.test(line) && header.test(next.trimStart().slice(0, longestLine))) return true;
  // long attributions are wrapped by some programs
  return (
    attribution.test(line) ||
    (attributionStart.test(line) && attribution.test(`${line} ${next.slice(0, longestLine).trim()}`))
  );
}

const quoteMarks = [
  'class="gmail_quote',
  'id="appendonsend"',
  'id="divRplyFwdMsg"',
  '<blockquote',
  'class="moz-cite-prefix',
];

/** Plain text of an HTML mail without what it quotes; for mails that have no text of their own. */
export function textOfHtml(html: string, isWhole: boolean): string {
  const starts = isWhole ? [] : quoteMarks.map((mark) => html.indexOf(mark)).filter((at) => at !== -1);
  // from the tag's beginning on
  const cut = starts.length === 0 ? html.length : html.lastIndexOf('<', Math.min(...starts));
  return withoutTags(html.slice(0, Math.max(0, cut)));
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function withoutTags(html: string): string {
  const parts: string[] = [];
  // what ends nowhere is looked for once, not again for each tag that opens it
  const endless = new Set<string>();
  const endOf = (name: string, from: number): number => {
    if (endless.has(name)) return -1;
    const ending = new RegExp(`</${name}`, 'gi');
    ending.lastIndex = from;
    const found = ending.exec(html);
    if (!found) endless.add(name);
    return found?.index ?? -1;
  };
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) {
      parts.push(html.slice(at));
      break;
    }
    parts.push(html.slice(at, open).replaceAll(/[\r\n\t]+/g, ' '));
    const close = html.indexOf('>', open);
    if (close === -1) break;
    const tag = html.slice(open + 1, Math.min(close, open + 12)).toLowerCase();
    if (/^(br|\/p|\/div|\/li|\/tr|\/h\d)\b/.test(tag)) parts.push('\n');
    const skipped = /^(style|script|head)\b/.exec(tag)?.[1];
    const end = skipped === undefined ? -1 : endOf(skipped, close);
    at = end === -1 ? close + 1 : end;
  }
  return parts
    .join('')
    .replaceAll(/&(#\d{1,6}|[a-z]{2,6});/gi, (entity, name: string) =>
      name.startsWith('#')
        ? String.fromCodePoint(Math.min(Number(name.slice(1)), 0x10_ffff))
        : (named[name.toLowerCase()] ?? entity),
    )
    .replaceAll(/\n{3,}/g, '\n\n');
}
