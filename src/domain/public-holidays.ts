/** Public holidays per country, region and year. */
import Holidays from 'date-holidays';
import { toDay } from './local-date.ts';

const dayMs = 86_400_000;

const holidaysByYear = new Map<string, ReadonlySet<number>>();
const rulesByPlace = new Map<string, Holidays>();
let countries: ReadonlySet<string> | null = null;

/** Is this a country whose public holidays are known? */
export const isKnownCountry = (country: string): boolean => {
  countries ??= new Set(Object.keys(new Holidays().getCountries()));
  return countries.has(country.toUpperCase());
};

/** A country, or a region of one: `DE`, `DE-BY`. */
export const isKnownPlace = (place: string): boolean => {
  const [country = '', region] = place.split('-');
  return isKnownCountry(country) && (region === undefined || region in (new Holidays().getStates(country) ?? {}));
};

const holidayRules = (place: string, country: string, region: string | null): Holidays => {
  const known = rulesByPlace.get(place);
  if (known) return known;
  const rules = region ? new Holidays(country, region) : new Holidays(country);
  rulesByPlace.set(place, rules);
  return rules;
};

/** Day numbers of the public holidays that are off all day; kept per place and year. An unknown country has none. */
export const publicHolidays = (country: string, region: string | null, year: number): ReadonlySet<number> => {
  const place = `${country}/${region ?? ''}`;
  const key = `${place}/${year}`;
  const known = holidaysByYear.get(key);
  if (known) return known;
  const days = new Set<number>();
  for (const holiday of holidayRules(place, country, region).getHolidays(year)) {
    const length = (holiday.end.getTime() - holiday.start.getTime()) / dayMs;
    // half days (from noon) are worked
    if (holiday.type !== 'public' || length < 0.9) continue;
    const first = toDay(holiday.date.slice(0, 10));
    for (let offset = 0; offset < Math.round(length); offset += 1) days.add(first + offset);
  }
  holidaysByYear.set(key, days);
  return days;
};
