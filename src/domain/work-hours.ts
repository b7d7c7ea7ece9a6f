/** When somebody works: zone, hours and days of their own, as far as we know them. */
import { addBusinessDays, type Calendar, isKnownCountry, isKnownZone, localDate } from './calendar.ts';
import type { Instant, LocalDate, Person } from './model.ts';

export interface WorkHours {
  timezone: string;
  calendar: Calendar;
  /** minutes after local midnight */
  workStart: number;
  workEnd: number;
}

const office = { workStart: 540, workEnd: 1020 } as const;

/** The first zone that exists. */
export const knownZone = (...zones: (string | null | undefined)[]): string =>
  zones.find((zone) => zone && isKnownZone(zone)) ?? 'UTC';

/** `DE` or `DE-BY` → country and region; a country we do not know has no holidays. */
const placeOf = (holidayCountry: string | null): Pick<Calendar, 'country' | 'region'> => {
  const [country = '', region] = (holidayCountry ?? '').split('-');
  return isKnownCountry(country) ? { country, region: region ?? null } : { country: null };
};

/** A person's hours in their zone, else in the onboarding's. Hours that end before they begin are office hours. */
export const workHoursOf = (
  person: Pick<Person, 'timezone' | 'holidayCountry' | 'workDays' | 'workStart' | 'workEnd'>,
  onboardingZone: string,
): WorkHours => ({
  timezone: knownZone(person.timezone, onboardingZone),
  calendar: { ...placeOf(person.holidayCountry), workDays: person.workDays },
  ...(person.workStart < person.workEnd
    ? { workStart: person.workStart, workEnd: Math.min(person.workEnd, 1440) }
    : office),
});

/** Office hours in the onboarding's zone, for what nobody owns. */
export const officeHours = (timezone: string, calendar: Calendar): WorkHours => ({
  timezone: knownZone(timezone),
  calendar,
  ...office,
});

export const todayOf = (hours: WorkHours, now: Instant): LocalDate => localDate(now, hours.timezone);

export const nextBusinessDay = (date: LocalDate, hours: WorkHours): LocalDate =>
  addBusinessDays(date, 1, hours.calendar);
