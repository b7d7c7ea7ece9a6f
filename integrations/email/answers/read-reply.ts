/** What the first line of an answer asks for. What is not said plainly never acts: it is a comment, or asked back. */
import type { LocalDate } from '../../../src/domain/model.ts';
import { storableText } from '../../../src/domain/storable-text.ts';
import type { Reply } from '../../../src/usecases/replies/mail-reader.ts';
import { addressesIn } from '../addresses.ts';
import { expectedAtEnd } from './expected-at-end.ts';
import { readDate } from './read-date.ts';
import { holds, isAscii, plain, restAfter } from './words.ts';

const longestLine = 500;
const longestGreeting = 60;
const mostPrefaces = 4;
const mostCourtesies = 6;
const mostNames = 3;

/** what may stand before or behind `done`; other signs, such as a cross or an empty box, may mean the contrary */
const cheer = /[*_"'“”„«»\s]|[✅✔☑👍👌👏🙏🎉💪🙂😀😃😄😊😉❤]|[\u{1F3FB}-\u{1F3FF}]|\u{FE0F}|[:;]-?\)/gu;
const name = /^(?:\p{Lu}[\p{Ll}'’]+(?:-\p{Lu}[\p{Ll}'’]+)*|\p{Lu}\.?)$/u;

export function readReply(visible: string, { locale, today }: { locale: string; today: LocalDate }): Reply {
  const line = firstLine(visible);
  // the mark at a word's end: one inside a page's address asks nothing
  if (/[?？](?=[\s!?.,)"'»”]|$)/.test(line)) return { kind: 'question' };
  const replies = withoutPreface(line).flatMap(({ text, mayComplete }) => commandIn(text, mayComplete) ?? []);
  // "ya está" is done, and a preface of "ya está hecho"
  return replies.find(({ kind }) => kind === 'complete' || kind === 'unblock') ?? replies[0] ?? { kind: 'comment' };

  function commandIn(text: string, mayComplete: boolean): Reply | null {
    const done = originalAfter(text, 'complete');
    const freed = originalAfter(text, 'unblock');
    if (freed !== null && mayComplete && isOnlyDone(freed)) return { kind: 'unblock', isDoneToo: done !== null };
    if (freed !== null && done === null) return { kind: 'ambiguous' };
    if (done !== null) return mayComplete && isOnlyDone(done) ? { kind: 'complete' } : { kind: 'ambiguous' };
    const blocked = originalAfter(text, 'block');
    if (blocked !== null) return isOver(blocked) ? { kind: 'ambiguous' } : blockedBy(withoutSigns(blocked));
    const snoozed = originalAfter(text, 'snooze');
    if (snoozed !== null) return { kind: 'snooze', until: readDate(snoozed, today, locale) };
    const given = originalAfter(text, 'reassign');
    return given === null ? null : reassigned(given);
  }

  function blockedBy(text: string): Reply {
    const expected = expectedAtEnd(text, { locale, today });
    return expected === null
      ? { kind: 'block', what: text }
      : { kind: 'block', what: expected.before || text, expectedOn: expected.on };
  }
}

const mostWords = 5;
const isLimited = (words: string): boolean => holds(words, 'limits') && !holds(words, 'tomorrow');
/** A day alone, "not on Friday" left out; more may stand behind words that say what it is. */
const mayBeDay = (clause: string, isNamed: boolean): boolean =>
  clause.trim().split(/\s+/).length <= mostWords && (isNamed || !isLimited(clause.toLowerCase()));

/** "Expected on Friday", "not yet, by 12 December" or just "Friday": the day that the line names with little else. */
export function readExpected(
  visible: string,
  { locale, today }: { locale: string; today: LocalDate },
): LocalDate | null {
  let text = withoutSigns(firstLine(visible));
  for (let count = 0; count <= mostPrefaces; count += 1) {
    const named = originalAfter(text, 'expected');
    const [clause = ''] = withoutSigns(named ?? text).split(/[,;!(–—]|\.\s+(?=\p{Lu})/u);
    const day = mayBeDay(clause, named !== null) ? readDate(clause, today, locale) : null;
    if (day !== null) return day;
    const rest = originalAfter(text, 'notYet') ?? originalAfter(text, 'regret');
    if (rest === null) return null;
    text = withoutSigns(rest);
  }
  return null;
}

/** The first one that is no greeting, with what goes on with its sentence or takes it back below. */
function firstLine(visible: string): string {
  const lines = visible.slice(0, 20_000).split(/\r?\n/);
  const said = lines
    .flatMap((raw, at) => {
      const line = raw.trim();
      return line === '' ? [] : [{ line, isNext: at > 0 && lines[at - 1]?.trim() !== '' }];
    })
    .slice(0, 3)
    .map(({ line, isNext }) => ({ line: asWritten(line.slice(0, longestLine)), isNext }));
  const [first] = said;
  if (
    first &&
    said.length > 1 &&
    first.line.length < longestGreeting &&
    restAfter(plain(first.line), 'greeting') !== null
  )
    said.shift();
  const line = said[0]?.line ?? '';
  const next = said[1];
  if (!next) return line;
  const goesOn =
    next.isNext &&
    /^\p{Ll}/u.test(next.line) &&
    !/[.!?:;]$/.test(line) &&
    restAfter(plain(next.line), 'polite') === null;
  return goesOn || restAfter(plain(next.line), 'limits') !== null ? `${line} ${next.line}` : line;
}

/** Composed, and of the length that its lower case has. */
function asWritten(line: string): string {
  if (isAscii(line)) return line;
  const text = line.normalize('NFC').replaceAll(/[’‘`´]/g, "'");
  return plain(text).length === text.length ? text : plain(text);
}

function originalAfter(text: string, kind: Parameters<typeof restAfter>[1]): string | null {
  // composed already
  const rest = restAfter(text.toLowerCase(), kind);
  return rest === null ? null : text.slice(text.length - rest.length);
}

/** The line as it is, then without "this is", "we have", "please" and the like, one after another. */
function withoutPreface(line: string): { text: string; mayComplete: boolean }[] {
  let text = line.replace(/^[^\p{L}\p{N}]+/u, '');
  let mayComplete = line.slice(0, line.length - text.length).replaceAll(cheer, '') === '';
  const texts = [{ text, mayComplete }];
  for (let count = 0; count < mostPrefaces; count += 1) {
    const rest = originalAfter(text, 'assent') ?? originalAfter(text, 'regret');
    if (rest === null) break;
    mayComplete &&= originalAfter(text, 'assent') !== null;
    text = withoutSigns(rest);
    texts.push({ text, mayComplete });
  }
  return texts;
}

const withoutSigns = (text: string): string => text.replace(/^[\s,;:.!*_–—-]+/, '');
const withoutMarks = (text: string): string => text.replaceAll(/^[\s.!,;–—-]+|[\s.!,;–—-]+$/g, '');

/** "Done.", "Done, thanks!" and "Done today! Thank you, Ana"; whatever else follows leaves it open: "done, but", "done:". */
function isOnlyDone(rest: string): boolean {
  if (holds(rest.toLowerCase(), 'limits')) return false;
  let text = withoutMarks(rest.replaceAll(cheer, ' '));
  let isPolite = false;
  for (let count = 0; count < mostCourtesies && text !== ''; count += 1) {
    const courtesy = originalAfter(text, 'polite');
    const after = courtesy ?? (isPolite ? null : originalAfter(text, 'after'));
    isPolite ||= courtesy !== null;
    if (after === null) return isPolite && isNames(text);
    text = withoutMarks(after);
  }
  return text === '';
}

const isNames = (text: string): boolean => {
  const words = text.split(/[\s,]+/);
  return words.length <= mostNames && words.every((word) => name.test(word));
};

const isOver = (rest: string): boolean => restAfter(rest.toLowerCase().trim(), 'noLonger') !== null;

function reassigned(rest: string): Reply {
  const text = withoutSigns(rest);
  const after = originalAfter(text, 'to') ?? text;
  const email = addressesIn(after)[0]?.replace(/[.!:]+$/, '') ?? null;
  const called = (email === null ? after : after.slice(0, after.indexOf(email))).replaceAll(/[<>"(),.!]/g, ' ').trim();
  return { kind: 'reassign', to: { name: called === '' ? null : storableText(called, 120), email } };
}
