import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addBusinessDays,
  atLocalTime,
  businessDaysBetween,
  endOfWorkingDay,
  isKnownZone,
  isWorkingDay,
  localDate,
  localMinutes,
  startOfLocalDay,
} from '../../../src/domain/calendar.ts';
import {
  addDays,
  addMonths,
  daysBetween,
  fromDay,
  isLocalDate,
  toDay,
  weekdayOf,
} from '../../../src/domain/local-date.ts';
import type { Calendar } from '../../../src/domain/working-days.ts';

const anyDate = fc.integer({ min: toDay('2024-01-01'), max: toDay('2029-12-31') }).map(fromDay);
const anyCalendar: fc.Arbitrary<Calendar> = fc.record({
  country: fc.constantFrom(null, 'DE', 'US', 'GB', 'JP'),
  workDays: fc.constantFrom([], [1, 2, 3, 4, 5], [7, 1, 2, 3, 4], [2, 4]),
});
const germany: Calendar = { country: 'DE' };

describe('local dates', () => {
  it('agrees with the built-in calendar', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
        (moment) => {
          const iso = moment.toISOString().slice(0, 10);
          expect(toDay(iso)).toBe(Math.floor(moment.getTime() / 86_400_000));
          expect(fromDay(toDay(iso))).toBe(iso);
          expect(weekdayOf(toDay(iso)) % 7).toBe(moment.getUTCDay());
        },
      ),
    );
  });
  it('refuses dates that do not exist', () => {
    expect(['2026-02-30', '2026-13-01', '2026-2-3', 'tomorrow', ''].filter(isLocalDate)).toEqual([]);
    expect(() => toDay('2027-02-29')).toThrow(/not a date/);
  });
  it('adds months within the month', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2026-11-15', 14)).toBe('2028-01-15');
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysBetween('2026-03-01', '2026-02-27')).toBe(-2);
  });
});

describe('business days', () => {
  it('leaves out weekends and the holidays of the country', () => {
    expect(isWorkingDay('2026-12-25', germany)).toBe(false);
    expect(isWorkingDay('2026-12-25', { country: null })).toBe(true);
    expect(addBusinessDays('2026-12-23', 2, germany)).toBe('2026-12-28');
    expect(addBusinessDays('2026-12-28', -2, germany)).toBe('2026-12-23');
    expect(addBusinessDays('2026-07-02', 1, { country: 'US' })).toBe('2026-07-06');
    expect(isWorkingDay('2026-01-06', { country: 'DE', region: 'BY' })).toBe(false);
    expect(isWorkingDay('2026-01-06', { country: 'DE', region: 'BE' })).toBe(true);
  });
  it('steps from a weekend to the next or the previous working day', () => {
    expect(addBusinessDays('2026-03-07', 0, germany)).toBe('2026-03-09');
    expect(addBusinessDays('2026-03-07', 1, germany)).toBe('2026-03-09');
    expect(addBusinessDays('2026-03-07', -1, germany)).toBe('2026-03-06');
  });
  it('counts an unknown country as one without holidays', () => {
    expect(isWorkingDay('2026-12-25', { country: 'XX' })).toBe(true);
  });
  it('goes back where it came from', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -300, max: 300 }), anyCalendar, (date, count, calendar) => {
        const from = addBusinessDays(date, 0, calendar);
        const to = addBusinessDays(from, count, calendar);
        expect(isWorkingDay(to, calendar)).toBe(true);
        expect(businessDaysBetween(from, to, calendar)).toBe(count);
        expect(addBusinessDays(to, -count, calendar)).toBe(from);
      }),
    );
  });
  it('counts what walking day by day counts', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 0, max: 60 }), anyCalendar, (from, length, calendar) => {
        const walked = Array.from({ length }, (_, index) => addDays(from, index + 1)).filter((date) =>
          isWorkingDay(date, calendar),
        ).length;
        expect(businessDaysBetween(from, addDays(from, length), calendar)).toBe(walked);
      }),
    );
  });
  it('says which years it knows', () => {
    expect(() => addBusinessDays('0201-01-01', 1, germany)).toThrow(/outside the years/);
  });
});

describe('local time', () => {
  it('moves a skipped time forward and takes the first of a repeated one', () => {
    expect(atLocalTime('2026-03-29', 150, 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
    expect(atLocalTime('2026-10-25', 150, 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(startOfLocalDay('2026-04-24', 'Africa/Cairo')).toBe('2026-04-23T22:00:00.000Z');
    expect(endOfWorkingDay('2026-11-20', { timezone: 'America/New_York', workEnd: 1440 })).toBe(
      '2026-11-21T05:00:00.000Z',
    );
  });
  it('knows the date on the spot', () => {
    expect(localDate('2026-11-21T23:30:00Z', 'Pacific/Auckland')).toBe('2026-11-22');
    expect(localDate('2026-11-21T23:30:00+14:00', 'UTC')).toBe('2026-11-21');
    expect(localMinutes('2026-11-21T23:30:00Z', 'Europe/Berlin')).toBe(30);
  });
  it('gives every day a start that lies in it', () => {
    const zone = fc.constantFrom(
      'Europe/Berlin',
      'America/Sao_Paulo',
      'Africa/Cairo',
      'Asia/Kathmandu',
      'Pacific/Apia',
      'America/St_Johns',
    );
    fc.assert(
      fc.property(anyDate, zone, (date, timezone) => {
        const start = startOfLocalDay(date, timezone);
        expect(localDate(start, timezone)).toBe(date);
        expect(localDate(new Date(Date.parse(start) - 1).toISOString(), timezone) < date).toBe(true);
      }),
    );
  });
  it('refuses zones and instants that do not exist', () => {
    expect(isKnownZone('Europe/Nowhere')).toBe(false);
    expect(() => localDate('2026-11-21T00:00:00Z', 'Europe/Nowhere')).toThrow(/time zone/);
    expect(() => localDate('yesterday', 'UTC')).toThrow(/instant/);
  });
});
