/** Forty people in twelve zones, and how each of them answers. */
import type { CheckedPerson } from './chase-rules.ts';

interface Home {
  timezone: string;
  country: CheckedPerson['country'];
  workDays?: number[];
  hours?: [number, number];
}
const home: Home = { timezone: 'Europe/Berlin', country: 'DE' };
const zones: Home[] = [
  home,
  { timezone: 'America/New_York', country: 'US' },
  { timezone: 'Asia/Tokyo', country: null, hours: [480, 960] },
  { timezone: 'Europe/London', country: null },
  { timezone: 'America/Los_Angeles', country: 'US' },
  { timezone: 'Asia/Kolkata', country: null, hours: [570, 1110] },
  { timezone: 'Australia/Sydney', country: null },
  { timezone: 'Asia/Dubai', country: null, workDays: [7, 1, 2, 3, 4] },
  { timezone: 'America/Sao_Paulo', country: null },
  { timezone: 'Europe/Madrid', country: null, hours: [600, 1140] },
  { timezone: 'Pacific/Auckland', country: null },
  { timezone: 'America/Denver', country: 'US' },
];

/**
 * `prompt`: done the day after it was asked for. `punctual`: on the day it is due. `late`: a week after. `silent`: never;
 * a colleague does it after sixteen days. `blocked`: says first what is missing. `snoozing`: asks for a few days first.
 */
export const temperaments = ['prompt', 'punctual', 'late', 'silent', 'blocked', 'snoozing'] as const;
export type Temperament = (typeof temperaments)[number];
const manners: Temperament[] = [
  'prompt',
  'punctual',
  'late',
  'prompt',
  'blocked',
  'punctual',
  'silent',
  'prompt',
  'late',
  'snoozing',
];

export interface CastMember extends Omit<CheckedPerson, 'id'> {
  side: 'team' | 'customer' | 'partner';
  locale: 'en' | 'de' | 'fr' | 'es';
  temperament: Temperament;
}

const givenNames = [
  'Ada Ben Cleo Dan Eva Finn Gia Hugo Ida Jan Kira Leo Mia Nils Olga Paul Quin Rosa Sven Tara',
  'Ugo Vera Will Xenia Yan Zoe Arlo Bea Cem Dora Emil Faye Gus Hana Ivo Jule Kai Lina Max Nora',
]
  .join(' ')
  .split(' ');
const surnames = 'Abel Brandt Costa Dahl Engel Frost Grant Holm Ito Jansen'.split(' ');
const locales = ['en', 'en', 'de', 'en', 'fr', 'en', 'es', 'en'] as const;

export const cast: CastMember[] = givenNames.map((given, index): CastMember => {
  const { timezone, country, workDays = [1, 2, 3, 4, 5], hours = [540, 1020] } = zones[index % zones.length] ?? home;
  const side = index < 10 ? 'team' : index < 34 ? 'customer' : 'partner';
  const surname = surnames[index % surnames.length] ?? '';
  const domain = { team: 'northwind-crm.example', customer: 'meridian-parts.example', partner: 'rollout.example' }[
    side
  ];
  return {
    name: `${given} ${surname}`,
    email: `${given}.${surname}@${domain}`.toLowerCase(),
    side,
    timezone,
    country,
    workDays,
    workStart: hours[0],
    workEnd: hours[1],
    locale: locales[index % locales.length] ?? 'en',
    absences: [],
    // manners and zones turn at different paces, so that each zone sees several
    temperament: manners[(index * 3 + Math.floor(index / 10)) % manners.length] ?? 'prompt',
  };
});
