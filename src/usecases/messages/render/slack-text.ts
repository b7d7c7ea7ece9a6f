/** Text as Slack reads it. Whatever people wrote is shown as it is: no link, no mention, no style of theirs. */

/** @see https://docs.slack.dev/messaging/formatting-message-text#escaping */
export const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** Slack has no way to escape the signs of its styles; ones that look alike do not end them. */
const plainSigns = (text: string): string =>
  oneLine(text).replaceAll('*', '∗').replaceAll('~', '∼').replaceAll('_', '＿').replaceAll('`', 'ˋ');

const styled =
  (sign: string) =>
  (text: string): string =>
    plainSigns(text) === '' ? '' : `${sign}${escape(plainSigns(text))}${sign}`;

export const bold = styled('*');
export const struck = styled('~');

/** @param url ours, or from the CRM; only what a link can be */
export const link = (url: string, label: string): string => {
  const text = escape(plainSigns(label));
  return /^https?:\/\/[^\s|<>]+$/.test(url) ? `<${url.replaceAll('&', '&amp;')}|${text}>` : text;
};

/** At most so many characters, never within an escaped sign or half of a pair. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = text
    .slice(0, limit - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/&[a-z]{0,3}$/, '')
    .replace(/<[^<>]*$/, '');
  return `${kept.trimEnd()}…`;
}

/** For what Slack shows without any styles: buttons, headings. */
export const plain = (text: string, limit: number): string => cut(oneLine(text), limit) || '…';
