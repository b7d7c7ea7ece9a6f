import { describe, expect, test } from 'vitest';
import {
  absoluteDate,
  absoluteInstant,
  addDays,
  awaitedInstant,
  daysBetween,
  localDateIn,
  relativeDate,
  relativeInstant,
  shortDate,
  timeIn,
  sinceInstant,
  valueInWords,
  workDayAfter,
} from '../../../src/web/ui/dates.ts';

const today = '2026-11-24';
const now = Date.parse('2026-11-24T12:00:00Z');

describe('local dates', () => {
  test.each([
    ['2026-11-24', 'today'],
    ['2026-11-25', 'tomorrow'],
    ['2026-11-23', 'yesterday'],
    ['2026-11-26', 'in 2 days'],
    ['2026-11-10', '14 days ago'],
    ['2026-12-09', null],
  ])('%s is %s', (on, words) => {
    expect(relativeDate(on, today)).toBe(words);
  });

  test('are said in words where a value is one', () => {
    expect(valueInWords('2026-11-30')).toBe('30 Nov 2026');
    expect(valueInWords('2027-01-18')).toBe('18 Jan 2027');
    for (const value of ['2026-13-45', 'Intake (2026-11-30)', '42', '']) expect(valueInWords(value)).toBe(value);
  });

  test('say the year only where it is another one', () => {
    expect(absoluteDate('2026-11-26', today)).toBe('Thu 26 Nov');
    expect(absoluteDate('2027-01-04', today)).toBe('Mon 4 Jan 2027');
    expect(shortDate('2027-01-04', today)).toBe('4 Jan ’27');
  });

  test('are counted in days across changes of summer time', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
  });

  test('offered for later never fall on a weekend', () => {
    expect(workDayAfter('2026-11-25', 3)).toBe('2026-11-30');
    expect(workDayAfter('2026-11-24', 3)).toBe('2026-11-27');
  });
});

describe('instants', () => {
  test.each([
    ['2026-11-24T11:59:50Z', 'just now'],
    ['2026-11-24T11:55:00Z', '5 min ago'],
    ['2026-11-24T12:20:00Z', 'in 20 min'],
    ['2026-11-24T09:00:00Z', '3 h ago'],
    ['2026-11-24T18:00:00Z', 'today 18:00'],
    ['2026-11-23T09:05:00Z', 'yesterday 09:05'],
    ['2026-11-02T09:05:00Z', 'Mon 2 Nov 09:05'],
  ])('%s is %s', (at, words) => {
    expect(relativeInstant(at, now, 'UTC')).toBe(words);
  });

  test.each([
    ['2026-11-24T12:09:00Z', 'in 9 min'],
    ['2026-11-24T12:00:30Z', 'in a moment'],
    ['2026-11-24T11:59:00Z', 'in a moment'],
  ])('still to come, %s is %s', (at, words) => {
    expect(awaitedInstant(at, now, 'UTC')).toBe(words);
  });

  test.each([
    ['2026-11-24T12:00:00Z', '12:00'],
    ['2026-11-24T08:40:00Z', '08:40'],
    ['2026-11-23T09:05:00Z', 'yesterday 09:05'],
    ['2026-11-02T09:05:00Z', 'Mon 2 Nov 09:05'],
  ])('behind “since” %s is %s', (at, words) => {
    expect(sinceInstant(at, now, 'UTC')).toBe(words);
  });

  test('stand on the day of the reader’s zone', () => {
    const lateInBerlin = Date.parse('2026-11-24T23:30:00Z');
    expect(localDateIn('Europe/Berlin', lateInBerlin)).toBe('2026-11-25');
    expect(timeIn('Europe/Berlin', lateInBerlin)).toBe('00:30');
    expect(localDateIn('America/New_York', lateInBerlin)).toBe('2026-11-24');
  });

  test('name their zone when said in full', () => {
    expect(absoluteInstant('2026-11-24T12:00:00Z', 'Asia/Tokyo')).toBe('Tue 24 Nov 2026, 21:00 (Asia/Tokyo)');
  });
});
