import { describe, expect, it } from 'vitest';
import { en } from '../../../src/usecases/messages/wording/en.ts';
import { wordingFor, wordings } from '../../../src/usecases/messages/wording/index.ts';
import { createSpeaker } from '../../../src/usecases/messages/wording/speak.ts';
import type { Wording } from '../../../src/usecases/messages/wording/wording.ts';

const entries = (node: unknown, path = ''): [string, string][] => {
  if (typeof node === 'string') return [[path, node]];
  return Object.entries(node ?? {}).flatMap(([key, child]: [string, unknown]) => entries(child, `${path}.${key}`));
};
const marks = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([mark]) => mark).toSorted();
const flat = (wording: Wording): Map<string, string> => new Map(entries(wording));

const english = flat(en);
// a form for one may say the number as a word
const mayLeaveOut = (path: string): boolean => path.endsWith('.one');

describe.each(Object.entries(wordings))('%s', (_language, wording) => {
  const words = flat(wording);

  it('says everything that English says', () => {
    expect([...words.keys()]).toEqual([...english.keys()]);
    expect([...words].filter(([path, text]) => text === '' && english.get(path) !== '').map(([path]) => path)).toEqual(
      [],
    );
  });

  it('has the same marks to fill in', () => {
    for (const [path, text] of words) {
      const expected = marks(english.get(path) ?? '');
      if (mayLeaveOut(path)) expect(expected.concat('{count}')).toEqual(expect.arrayContaining(marks(text)));
      else expect([path, marks(text)]).toEqual([path, expected]);
    }
  });

  it('is a locale that dates and plurals know', () => {
    expect(Intl.DateTimeFormat.supportedLocalesOf(wording.locale)).toEqual([wording.locale]);
  });
});

describe('a reader’s language', () => {
  it('is found by its first two letters, else English', () => {
    expect(wordingFor('de-AT').locale).toBe('de-DE');
    expect(wordingFor('FR').locale).toBe('fr-FR');
    expect(wordingFor('pt-BR')).toBe(en);
    expect(wordingFor('')).toBe(en);
  });

  it('says dates its own way, with the year only where it is another', () => {
    const say = (locale: string, date: string): string =>
      createSpeaker({ locale, timezone: 'UTC', now: '2026-11-20T09:00:00.000Z' }).date(date);
    expect(say('en', '2026-11-24')).toBe('Tue 24 Nov');
    expect(say('de', '2026-11-24')).toBe('Di., 24. Nov.');
    expect(say('fr', '2026-11-24')).toBe('mar. 24 nov.');
    expect(say('es', '2026-11-24')).toBe('mar, 24 nov');
    expect(say('en', '2027-01-18')).toBe('18 Jan 2027');
  });

  it('says the days in what the rules wrote, and leaves instants, paths and file names alone', () => {
    const datesIn = (locale: string, text: string): string =>
      createSpeaker({ locale, timezone: 'UTC', now: '2026-11-20T09:00:00.000Z' }).datesIn(text);
    expect(datesIn('en', 'Snoozed until 2026-11-30, then (2027-01-18).')).toBe(
      'Snoozed until Mon 30 Nov, then (18 Jan 2027).',
    );
    expect(datesIn('de', 'bis 2026-11-30')).toBe('bis Mo., 30. Nov.');
    for (const text of ['at 2026-11-30T08:00:00Z', '/files/2026-11-30', 'report-2026-11-30.pdf', '2026-13-45'])
      expect(datesIn('en', text)).toBe(text);
  });

  it('says how a due date stands', () => {
    const { due, near } = createSpeaker({ locale: 'en', timezone: 'UTC', now: '2026-11-20T09:00:00.000Z' });
    expect(['2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-24', null].map(due)).toEqual([
      'Was due Wed 18 Nov, 2 days ago',
      'Was due Thu 19 Nov, 1 day ago',
      'Due today, Fri 20 Nov',
      'Due tomorrow, Sat 21 Nov',
      'Due Tue 24 Nov',
      'No date yet',
    ]);
    expect([near('2026-11-26'), near('2026-11-27')]).toEqual(['Thursday', 'Fri 27 Nov']);
  });

  it('survives a time zone that nobody knows', () => {
    expect(createSpeaker({ locale: 'en', timezone: 'Mars/Olympus', now: '2026-11-20T09:00:00.000Z' }).today).toBe(
      '2026-11-20',
    );
  });
});
