import PostalMime from 'postal-mime';
import type { StoredMail } from './mail-store.ts';
import { decodeEntities, wordsOf } from './words-of.ts';

/** One received mail as a person would look at it. */
export async function readMail(
  raw: Buffer,
  envelope: StoredMail['envelope'],
  id: string,
  receivedAt: Date,
): Promise<StoredMail> {
  const mail = await PostalMime.parse(raw, { maxNestingDepth: 50, maxHeadersSize: 512 * 1024 });
  const text = mail.text ?? null;
  const html = mail.html ?? null;
  return {
    id,
    receivedAt: receivedAt.toISOString(),
    envelope,
    subject: mail.subject ?? '',
    messageId: mail.messageId ?? null,
    from: [mail.from?.name, mail.from?.address && `<${mail.from.address}>`].filter(Boolean).join(' ') || envelope.from,
    to: envelope.to,
    preview: (text?.replaceAll(/\s+/g, ' ').trim() ?? wordsOf(html ?? '')).slice(0, 140),
    html,
    text,
    headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    links: linksOf(html, text),
    raw: raw.toString('latin1'),
  };
}

/** What can be clicked: the addresses of the HTML with their words, and those that stand in the text alone. */
export function linksOf(html: string | null, text: string | null): { url: string; label: string }[] {
  const found = new Map<string, string>();
  for (const [, url = '', label = ''] of (html ?? '').matchAll(
    /<a\b[^>]*\bhref="(https?:[^"]*)"[^>]*>([\s\S]*?)<\/a>/gi,
  )) {
    const decoded = decodeEntities(url);
    if (!found.has(decoded)) found.set(decoded, wordsOf(label));
  }
  for (const [url] of (text ?? '').matchAll(/https?:\/\/[^\s<>"')\]]+/g)) if (!found.has(url)) found.set(url, url);
  return [...found].map(([url, label]) => ({ url, label: label || url }));
}
