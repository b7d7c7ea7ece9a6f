/** What the first line of an answer asks for. What is not said plainly never acts: it is a comment, or asked back. */
import type { LocalDate } from '../../../src/domain/model.ts';
import type { Reply } from '../../../src/usecases/replies/mail-reader.ts';
import { readDate } from './read-date.ts';
import { type AnswerWords, wordsOf } from './words.ts';

const longestLine = 500;

export function readReply(visible: string, { today }: { locale: string; today: LocalDate }): Reply {
  const line = firstLine(visible);
  if (line === '') return { kind: 'comment' };
  if (/[?？]\s*$/.test(line)) return { kind: 'question' };
  const done = restAfter(line, 'complete');
  if (done !== null) return isOnlyDone(done) ? { kind: 'complete' } : { kind: 'ambiguous' };
  const blocked = restAfter(line, 'block');
  if (blocked !== null) return { kind: 'block', what: blocked.replace(/^[\s:,–—-]+/, '') };
  const snoozed = restAfter(line, 'snooze');
  if (snoozed !== null) return { kind: 'snooze', until: readDate(snoozed, today) };
  const given = restAfter(line, 'reassign');
  return given === null ? { kind: 'comment' } : reassigned(given);
}

/** The first one that is no greeting. */
function firstLine(visible: string): string {
  const lines = visible
    .slice(0, 20_000)
    .split(/\r?\n/)
    .map((line) => line.trim().slice(0, longestLine))
    .filter((line) => line !== '');
  const first = lines[0] ?? '';
  const isGreeting = restAfter(first, 'greeting') !== null && first.length < 60 && lines.length > 1;
  return (isGreeting ? lines[1] : first) ?? '';
}

/** What follows the longest word of this kind that the line begins with; null where it begins with none. */
function restAfter(line: string, kind: keyof AnswerWords): string | null {
  const lower = line.toLowerCase();
  const word = wordsOf(kind)
    .filter((known) => lower.startsWith(known) && !/^[\p{L}\p{N}]/u.test(lower.slice(known.length)))
    .toSorted((a, b) => b.length - a.length)[0];
  return word === undefined ? null : line.slice(word.length);
}

/** "Done.", "Done, thanks!" and "Done! Thank you, Ana"; whatever else follows leaves it open: "done, but", "Done. Not really". */
function isOnlyDone(rest: string): boolean {
  const text = withoutMarks(rest);
  if (text === '') return true;
  const after = restAfter(text, 'polite');
  return after !== null && withoutMarks(after).split(/\s+/).every(isNameOrNothing);
}

const withoutMarks = (text: string): string => text.replaceAll(/^[\s.!,;:–—-]+|[\s.!,;:–—-]+$/g, '');
const isNameOrNothing = (word: string): boolean => word === '' || /^\p{Lu}/u.test(word);

function reassigned(rest: string): Reply {
  const text = rest.trim().replace(/^[:,]\s*/, '');
  const after = restAfter(text, 'to') ?? text;
  const email = /[^\s<>,;:"]+@[^\s<>,;:"]+\.[^\s<>,;:".!]+/.exec(after)?.[0] ?? null;
  const name = (email === null ? after : after.slice(0, after.indexOf(email))).replaceAll(/[<>"(),.!]/g, ' ').trim();
  return { kind: 'reassign', to: { name: name === '' ? null : name.slice(0, 120), email } };
}
