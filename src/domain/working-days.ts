/**
 * Working days counted, so that adding and subtracting business days is two array look-ups. Each day has an
 * ordinal: how many working days lie up to and including it, from the first of January of the first year asked for.
 */
import { AppError } from '../errors.ts';
import { firstDayOfYear, fromDay, weekdayOf, yearOfDay } from './local-date.ts';
import { publicHolidays } from './public-holidays.ts';

/** Whose working days: ISO weekdays (1 Monday … 7 Sunday) minus the public holidays of country and region. */
export interface Calendar {
  /** ISO 3166 country, e.g. `DE`; null: no holidays */
  readonly country: string | null;
  /** state or region as date-holidays names it, e.g. `BY` */
  readonly region?: string | null;
  /** Monday to Friday when left out or empty */
  readonly workDays?: readonly number[];
}

const firstYear = 1990;
const lastYear = 2100;

export class WorkingDays {
  readonly #country: string | null;
  readonly #region: string | null;
  readonly #weekdays: ReadonlySet<number>;
  /** day − #from → ordinal */
  #ordinals: number[] = [];
  /** ordinal − #firstOrdinal → working day */
  #days: number[] = [];
  #from = 0;
  #firstOrdinal = 1;

  constructor(calendar: Calendar) {
    this.#country = calendar.country?.toUpperCase() ?? null;
    this.#region = calendar.region ?? null;
    this.#weekdays = weekdaysOf(calendar);
  }

  /** Working days up to and including `day`; only differences mean something. */
  ordinal(day: number): number {
    this.#cover(yearOfDay(day));
    return this.#ordinals[day - this.#from] ?? this.#outside(day);
  }

  /** The working day with this ordinal. */
  day(ordinal: number): number {
    for (;;) {
      const found = this.#days[ordinal - this.#firstOrdinal];
      if (found !== undefined) return found;
      const isBefore = ordinal < this.#firstOrdinal;
      this.#cover(isBefore ? yearOfDay(this.#from) - 1 : yearOfDay(this.#from + this.#ordinals.length));
    }
  }

  isWorking(day: number): boolean {
    // ordinal() may replace the table, so it comes first
    const ordinal = this.ordinal(day);
    return this.#days[ordinal - this.#firstOrdinal] === day;
  }

  /** The ordinal of the day itself when it is worked, else of the next working day. */
  ordinalFrom(day: number): number {
    const ordinal = this.ordinal(day);
    return this.#days[ordinal - this.#firstOrdinal] === day ? ordinal : ordinal + 1;
  }

  #outside(day: number): never {
    throw new AppError('invalid_input', {
      message: `The date ${fromDay(day)} is outside the years ${firstYear} to ${lastYear}`,
    });
  }

  #cover(year: number): void {
    if (year < firstYear || year > lastYear) this.#outside(firstDayOfYear(year));
    if (this.#ordinals.length === 0) {
      this.#from = firstDayOfYear(year);
      this.#append(year);
    }
    while (firstDayOfYear(year) < this.#from) this.#prepend(yearOfDay(this.#from) - 1);
    while (firstDayOfYear(year) >= this.#from + this.#ordinals.length)
      this.#append(yearOfDay(this.#from + this.#ordinals.length));
  }

  #worked(year: number): number[] {
    const holidays = this.#country === null ? new Set<number>() : publicHolidays(this.#country, this.#region, year);
    const worked: number[] = [];
    const end = firstDayOfYear(year + 1);
    for (let day = firstDayOfYear(year); day < end; day += 1)
      if (this.#weekdays.has(weekdayOf(day)) && !holidays.has(day)) worked.push(day);
    return worked;
  }

  #append(year: number): void {
    this.#days = [...this.#days, ...this.#worked(year)];
    this.#number();
  }

  #prepend(year: number): void {
    const worked = this.#worked(year);
    this.#days = [...worked, ...this.#days];
    this.#firstOrdinal -= worked.length;
    this.#from = firstDayOfYear(year);
    this.#number();
  }

  #number(): void {
    const last = this.#days.at(-1) ?? this.#from;
    const end = firstDayOfYear(yearOfDay(last) + 1);
    const ordinals: number[] = [];
    let ordinal = this.#firstOrdinal - 1;
    for (let day = this.#from, next = 0; day < end; day += 1) {
      if (this.#days[next] === day) {
        ordinal += 1;
        next += 1;
      }
      ordinals.push(ordinal);
    }
    this.#ordinals = ordinals;
  }
}

const mondayToFriday = [1, 2, 3, 4, 5];

const weekdaysOf = (calendar: Calendar): ReadonlySet<number> => {
  const known = (calendar.workDays ?? []).filter((day) => day >= 1 && day <= 7);
  return new Set(known.length > 0 ? known : mondayToFriday);
};

const byCalendar = new Map<string, WorkingDays>();
const byObject = new WeakMap<Calendar, WorkingDays>();

/** The shared, lazily growing table of a calendar. */
export const workingDaysOf = (calendar: Calendar): WorkingDays => {
  const seen = byObject.get(calendar);
  if (seen) return seen;
  const country = calendar.country?.toUpperCase() ?? null;
  const weekdays = [1, 2, 3, 4, 5, 6, 7].filter((day) => weekdaysOf(calendar).has(day)).join('');
  const key = `${country ?? ''}/${calendar.region ?? ''}/${weekdays}`;
  const table = byCalendar.get(key) ?? new WorkingDays(calendar);
  byCalendar.set(key, table);
  byObject.set(calendar, table);
  return table;
};
