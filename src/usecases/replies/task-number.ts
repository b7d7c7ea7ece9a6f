/** Which task of several an answer means: its first line begins with the number, or is a word and the number. */

export interface Numbered {
  /** null: the first line names none */
  number: number | null;
  /** the text without it */
  text: string;
}

const leading = /^\s*#?(\d{1,2})(?:[.):]\s*|\s+|$)/;
const trailing = /^(\s*\S{2,30})\s+#?(\d{1,2})([.!]?\s*)$/;

export function taskNumberOf(visible: string): Numbered {
  const end = visible.search(/\r?\n/);
  const first = (end === -1 ? visible : visible.slice(0, end)).slice(0, 200);
  const rest = end === -1 ? '' : visible.slice(end);
  const front = leading.exec(first);
  if (front) return { number: Number(front[1]), text: first.slice(front[0].length) + rest };
  const back = trailing.exec(first);
  if (back) return { number: Number(back[2]), text: `${back[1] ?? ''}${rest}` };
  return { number: null, text: visible };
}
