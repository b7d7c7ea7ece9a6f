/** What a reader sees of a piece of HTML: no tags, no comments (Outlook alone reads those of a button), no entities. */
export const wordsOf = (html: string): string =>
  decodeEntities(html.replaceAll(/<!--[\s\S]*?-->|<(style|script|title)\b[\s\S]*?<\/\1>|<[^<>]*>/gi, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim();

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' };
const lastCodePoint = 0x10_ffff;

/** Numbers, and the names that mail templates write; another name stays as it stands. */
export const decodeEntities = (html: string): string =>
  html.replaceAll(/&(?:#x([\da-f]+)|#(\d+)|([a-z]+));/gi, (entity, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? entity;
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return point <= lastCodePoint ? String.fromCodePoint(point) : entity;
  });
