/** "… until Friday", "…, expected on 4 December": what a text says is missing, and the day with which it ends. */
import type { LocalDate } from '../../../src/domain/model.ts';
import { readDate } from './read-date.ts';
import { restAfter } from './words.ts';

const mostWords = { ofDay: 4, inAll: 12 } as const;

/** Null: it ends with no day, or with one that may mean something else. */
export function expectedAtEnd(
  text: string,
  { locale, today }: { locale: string; today: LocalDate },
): { before: string; on: LocalDate } | null {
  for (const { index } of wordsIn(text).slice(-mostWords.inAll)) {
    const rest = afterExpected(text.slice(index));
    const on = rest === null ? null : dayAlone(rest);
    if (on !== null && on >= today) return { before: withoutPreface(text.slice(0, index)), on };
  }
  return null;

  function dayAlone(rest: string): LocalDate | null {
    const words = rest.split(/\s+/);
    if (words.length > mostWords.ofDay || wordsIn(rest).some(({ index }) => afterExpected(rest.slice(index)) !== null))
      return null;
    const day = readDate(rest, today, locale);
    // "Friday's meeting" is no day
    const isAlone = /\d\W*$/.test(rest) || readDate(words.slice(0, -1).join(' '), today, locale) !== day;
    return isAlone ? day : null;
  }
}

const wordsIn = (text: string): RegExpExecArray[] => [...text.matchAll(/\S+/g)];

/** What follows "until", or "expected on": all such words that it begins with; null where it begins with none. */
function afterExpected(text: string): string | null {
  let rest: string | null = null;
  for (let next = restAfter(text.toLowerCase(), 'expected'); next !== null; next = restAfter(rest, 'expected'))
    rest = next.replace(/^[\s:,]+/, '');
  return rest;
}

const withoutSigns = (text: string): string => text.replace(/[\s,;:(–—-]+$/, '');

/** "the contract, hopefully" is the contract. */
function withoutPreface(text: string): string {
  const before = withoutSigns(text);
  const at = before.search(/[,;:(–—][^,;:(–—]*$/);
  const isPreface =
    at !== -1 &&
    restAfter(
      before
        .slice(at + 1)
        .trim()
        .toLowerCase(),
      'notYet',
    ) === '';
  return isPreface ? withoutSigns(before.slice(0, at)) : before;
}
