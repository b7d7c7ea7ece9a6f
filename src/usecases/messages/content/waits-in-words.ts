import type { Side, Visibility } from '../../../domain/model.ts';
import { maySee } from '../../../domain/permissions.ts';
import type { Speaker } from '../wording/speak.ts';

interface Waiting {
  isReady: boolean;
  /** open tasks that have to be done before */
  waitsFor: { name: string; visibility: Visibility }[];
}

/** What a task waits for, without the names of work that is not for this reader's eyes; null: for nothing. */
export function waitsInWords(
  { isReady, waitsFor }: Waiting,
  side: Side,
  { words, fill, plural }: Speaker,
): string | null {
  if (isReady) return null;
  const [first, ...others] = waitsFor;
  if (first === undefined || !waitsFor.every(({ visibility }) => maySee(side, visibility))) return words.also.notYet;
  const what = fill(words.also.waitsFor, { what: first.name });
  return others.length === 0 ? what : plural(words.andMore, others.length, { subject: what });
}
