/** One language at work for one reader: fills words in, counts, and says dates as that reader would. */
import type { Instant, LocalDate } from '../../../domain/model.ts';
import { isKnownZone, localDate } from '../../../domain/calendar.ts';
import { addDays, daysBetween, isLocalDate } from '../../../domain/local-date.ts';
import { AppError } from '../../../errors.ts';
import { wordingFor } from './index.ts';
import type { Plural, Wording } from './wording.ts';

/** not within an instant, a path or a file's name */
const writtenDay = /(?<![\w/.-])\d{4}-\d{2}-\d{2}(?![\w/-]|\.\w)/g;

export type Values = Record<string, string | number>;

export interface Speaker {
  words: Wording;
  /** the reader's local date */
  today: LocalDate;
  fill(text: string, values?: Values): string;
  plural(forms: Plural, count: number, values?: Values): string;
  /** "A, B and C" */
  list(items: readonly string[]): string;
  /** by the first name; where all we know is an address, by none */
  greet(name: string): string;
  /** "Tue 24 Nov", or "18 Jan 2027" where it is another year than this one */
  date(date: LocalDate): string;
  /** "Friday" within the coming week, else the date: for subjects */
  near(date: LocalDate): string;
  /** a text of the rules, which write days as YYYY-MM-DD, with each day as the reader would say it */
  datesIn(text: string): string;
  /** the reader's date of an instant */
  dateOf(instant: Instant): string;
  /** how a due date stands, e.g. "Was due Tue 17 Nov, 3 days ago" */
  due(dueOn: LocalDate | null): string;
}

export function createSpeaker({ locale, timezone, now }: { locale: string; timezone: string; now: Instant }): Speaker {
  const words = wordingFor(locale);
  const zone = isKnownZone(timezone) ? timezone : 'UTC';
  const today = localDate(now, zone);
  const formats = formatsOf(words.locale);
  const format = (date: LocalDate, as: 'day' | 'dayAndYear' | 'weekday'): string =>
    formats[as].format(new Date(`${date}T12:00:00Z`));

  const speaker: Speaker = {
    words,
    today,
    fill,
    plural: (forms, count, values) => {
      const form = formats.plural.select(count) === 'one' ? forms.one : forms.other;
      return fill(form, { count: formats.number.format(count), ...values });
    },
    list: (items) => formats.list.format(items),
    greet: (name) => {
      const [first = ''] = name.trim().split(/\s+/);
      return first === '' || first.includes('@') ? words.greetingWithoutName : fill(words.greeting, { name: first });
    },
    date: (date) => format(date, date.slice(0, 4) === today.slice(0, 4) ? 'day' : 'dayAndYear'),
    near: (date) => (date > today && date < addDays(today, 7) ? format(date, 'weekday') : speaker.date(date)),
    datesIn: (text) => text.replaceAll(writtenDay, (day) => (isLocalDate(day) ? speaker.date(day) : day)),
    dateOf: (instant) => speaker.date(localDate(new Date(instant).toISOString(), zone)),
    due: (dueOn) => {
      if (dueOn === null) return words.due.none;
      const date = speaker.date(dueOn);
      const days = daysBetween(today, dueOn);
      if (days < 0) return fill(words.due.overdue, { date, late: speaker.plural(words.daysLate, -days) });
      return fill(days === 0 ? words.due.today : days === 1 ? words.due.tomorrow : words.due.later, { date });
    },
  };
  return speaker;
}

interface Formats {
  day: Intl.DateTimeFormat;
  dayAndYear: Intl.DateTimeFormat;
  weekday: Intl.DateTimeFormat;
  plural: Intl.PluralRules;
  number: Intl.NumberFormat;
  list: Intl.ListFormat;
}

// making one takes longer than rendering a mail
const knownFormats = new Map<string, Formats>();

function formatsOf(locale: string): Formats {
  const known = knownFormats.get(locale);
  if (known) return known;
  const dates = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  const made: Formats = {
    day: dates({ weekday: 'short', day: 'numeric', month: 'short' }),
    dayAndYear: dates({ day: 'numeric', month: 'short', year: 'numeric' }),
    weekday: dates({ weekday: 'long' }),
    plural: new Intl.PluralRules(locale),
    number: new Intl.NumberFormat(locale),
    list: new Intl.ListFormat(locale),
  };
  knownFormats.set(locale, made);
  return made;
}

/** A mark without a value is a mistake of ours, and no mail is better than one with a hole. */
function fill(text: string, values: Values = {}): string {
  return text.replaceAll(/\{(\w+)\}/g, (mark, name: string) => {
    const value = values[name];
    if (value === undefined) throw new AppError('internal', { message: `No value for ${mark} in "${text}"` });
    return String(value);
  });
}
