import { expect, test } from 'vitest';
import { localDate } from '../../../src/domain/calendar.ts';
import { wasWonBefore, wonWhen } from '../../../src/domain/won-before.ts';

const since = '2026-11-21';
const deal = (closeOn: string | null, createdAt: string | null = null, wonAt: string | null = null) => ({
  closeOn,
  createdAt,
  wonAt,
});

test.each([
  ['one that was closed the day before', deal('2026-11-20T15:00:00.000Z'), true],
  ['one that was closed on the day', deal('2026-11-21T08:00:00.000Z'), false],
  ['one that was closed after midnight of the company', deal('2026-11-20T23:30:00.000Z'), false],
  ['one without a close date', deal(null), false],
  [
    'one that stood open and was closed since under an old close date',
    deal('2026-11-02T12:00:00.000Z', '2026-09-01T08:00:00.000Z', '2026-11-23T08:00:00.000Z'),
    false,
  ],
  [
    'one that was brought in since, won long ago',
    deal('2024-03-02T12:00:00.000Z', '2026-11-23T08:00:00.000Z', '2026-11-23T08:00:00.000Z'),
    true,
  ],
  [
    'one that was touched since, no more',
    deal('2024-03-02T12:00:00.000Z', '2024-01-02T08:00:00.000Z', '2024-03-02T09:00:00.000Z'),
    true,
  ],
])('%s', (_what, given, isBefore) => {
  expect(wasWonBefore(given, since, 'Europe/Berlin')).toBe(isBefore);
});

test.each([
  [
    'as the CRM noted it, whatever close date stands there',
    deal('2026-12-24T12:00:00.000Z', '2026-09-01T08:00:00.000Z', '2026-11-23T08:00:00.000Z'),
    '2026-11-23T08:00:00.000Z',
  ],
  [
    'by its close date where it was brought in already won',
    deal('2024-03-02T12:00:00.000Z', '2026-11-23T08:00:00.000Z', '2026-11-23T08:00:00.000Z'),
    '2024-03-02T12:00:00.000Z',
  ],
  ['by its close date where nothing was noted', deal('2026-11-20T15:00:00.000Z'), '2026-11-20T15:00:00.000Z'],
])('was won %s', (_how, given, at) => {
  expect(wonWhen(given, 'Europe/Berlin')).toBe(at);
});

test.each(['Pacific/Kiritimati', 'Pacific/Auckland', 'Europe/Berlin', 'America/New_York', 'Pacific/Pago_Pago'])(
  'a close date without a time is the same day in %s',
  (zone) => {
    const brought = deal('2026-11-20', '2026-11-23T08:00:00.000Z', '2026-11-23T08:00:00.000Z');
    expect([wasWonBefore(brought, '2026-11-20', zone), wasWonBefore(brought, '2026-11-21', zone)]).toEqual([
      false,
      true,
    ]);
    expect(localDate(wonWhen(brought, zone) ?? '', zone)).toBe('2026-11-20');
  },
);

test('a moment that stands for a day is that day, also where the day before is not over', () => {
  const brought = deal('2026-11-20T00:00:00.000Z', '2026-11-23T08:00:00.000Z');
  expect(wonWhen(brought, 'America/New_York')).toBe('2026-11-20T17:00:00.000Z');
});
