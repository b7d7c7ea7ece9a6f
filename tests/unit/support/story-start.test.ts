import { expect, it } from 'vitest';
import { storyStart } from '../../support/story-start.ts';

it.each([
  ['a Friday', '2026-11-13T16:00:00Z', '2026-11-15T05:00:00.000Z'],
  ['a Sunday, early', '2026-11-15T04:59:00Z', '2026-11-15T05:00:00.000Z'],
  ['a Sunday, late: Thanksgiving is in the week after the next', '2026-11-15T23:59:59Z', '2026-11-29T05:00:00.000Z'],
  ['the 31st', '2026-08-31T09:00:00Z', '2026-09-13T05:00:00.000Z'],
  ['Christmas Eve', '2026-12-24T12:00:00Z', '2027-01-03T05:00:00.000Z'],
  ['the day before Easter', '2027-03-27T12:00:00Z', '2027-04-04T05:00:00.000Z'],
])('a story that is told on %s begins on a quiet Sunday', (_when, now, start) => {
  expect(storyStart(new Date(now)).toISOString()).toBe(start);
});
