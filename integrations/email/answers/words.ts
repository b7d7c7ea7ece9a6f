/** The words of all languages as they are looked for: an answer is read in every language, whatever its sender's. */
import { type AnswerWords, readLanguages } from './languages/read-languages.ts';

export const languages = readLanguages();

type Phrases = { [K in keyof AnswerWords]: AnswerWords[K] extends string[] ? K : never }[keyof AnswerWords];

/** Longest first, so that `done` never hides `done with`. */
export const longestFirst = (words: readonly string[]): string[] =>
  [...new Set(words)].toSorted((a, b) => b.length - a.length);

const cache = new Map<Phrases, string[]>();

export function wordsOf(name: Phrases): string[] {
  const known = cache.get(name);
  if (known) return known;
  const sorted = longestFirst(Object.values(languages).flatMap((language) => language[name]));
  cache.set(name, sorted);
  return sorted;
}

/**
 * Words by their first sign: of a hundred, a line is compared with a few.
 * @returns those that a text may begin with, in the given order
 */
export function startsOf(words: readonly string[]): (text: string) => readonly string[] {
  const bySign = new Map<string, string[]>();
  for (const word of words) bySign.set(word.charAt(0), [...(bySign.get(word.charAt(0)) ?? []), word]);
  return (text) => bySign.get(text.charAt(0)) ?? [];
}

const starts = new Map<Phrases, ReturnType<typeof startsOf>>();

function startsNamed(name: Phrases): ReturnType<typeof startsOf> {
  const made = starts.get(name) ?? startsOf(wordsOf(name));
  starts.set(name, made);
  return made;
}

const letter = /[\p{L}\p{N}]/u;
const isLetter = (text: string, at: number): boolean => at >= 0 && at < text.length && letter.test(text.charAt(at));

const beyondAscii = /[`\u0080-\uFFFF]/;
/** Composed as it is, and as long in lower case. */
export const isAscii = (text: string): boolean => !beyondAscii.test(text);

/** Lower case, one kind of apostrophe, composed letters: what the words are compared with. Keeps no lengths. */
export function plain(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[’‘`´]/g, "'");
}

/** What follows the longest of these words that a plain text begins with; null where it begins with none. */
export function restAfter(text: string, name: Phrases): string | null {
  const word = startsNamed(name)(text).find((known) => text.startsWith(known) && !isLetter(text, known.length));
  return word === undefined ? null : text.slice(word.length);
}

/** What follows a word where a plain text first holds it as a whole one. */
function behind(text: string, word: string): { at: number; rest: string } | null {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    const isWhole =
      !(isLetter(word, 0) && isLetter(text, at - 1)) && !(isLetter(word, word.length - 1) && isLetter(text, end));
    if (isWhole) return { at, rest: text.slice(end) };
  }
  return null;
}

export const restBehind = (text: string, words: readonly string[]): { at: number; rest: string }[] =>
  words.flatMap((word) => behind(text, word) ?? []);

export const holdsOne = (text: string, words: readonly string[]): boolean =>
  words.some((word) => behind(text, word) !== null);

export const holds = (text: string, name: Phrases): boolean => holdsOne(text, wordsOf(name));

/** Where a part of a sentence ends; a full stop behind a number is a part of a date. */
export const partEnd = /(?<!\d)\.|[,;:!?]/;
