/** The vocabulary in words, with the meaning and the icon that go with each. */
import type {
  HealthStatus,
  IntegrationStatus,
  MilestoneStatus,
  OnboardingStatus,
  PhaseStatus,
  Side,
  TaskStatus,
  TaskType,
} from '../api/types.ts';
import type { Meaning } from './tone.ts';

export const onboardingMeaning: Record<OnboardingStatus, Meaning> = {
  handoff: { word: 'Sales handoff', tone: 'attention', icon: 'handoff' },
  draft: { word: 'Draft plan', tone: 'accent', icon: 'half' },
  active: { word: 'Active', tone: 'neutral', icon: 'play' },
  on_hold: { word: 'On hold', tone: 'attention', icon: 'pause' },
  live: { word: 'Live', tone: 'fine', icon: 'flag' },
  transitioned: { word: 'Transitioned', tone: 'neutral', icon: 'circleCheck' },
  cancelled: { word: 'Cancelled', tone: 'neutral', icon: 'close' },
};

export const healthMeaning: Record<HealthStatus, Meaning> = {
  on_track: { word: 'On track', tone: 'fine', icon: 'circleCheck' },
  at_risk: { word: 'At risk', tone: 'attention', icon: 'alert' },
  blocked: { word: 'Blocked', tone: 'blocked', icon: 'blocked' },
};

export const taskMeaning: Record<TaskStatus, Meaning> = {
  pending: { word: 'Pending', tone: 'neutral', icon: 'circle' },
  in_progress: { word: 'In progress', tone: 'accent', icon: 'half' },
  done: { word: 'Done', tone: 'fine', icon: 'circleCheck' },
  blocked: { word: 'Blocked', tone: 'blocked', icon: 'blocked' },
  skipped: { word: 'Skipped', tone: 'neutral', icon: 'skip' },
};

export const milestoneMeaning: Record<MilestoneStatus, Meaning> = {
  not_started: { word: 'Not started', tone: 'neutral', icon: 'diamond' },
  in_progress: { word: 'In progress', tone: 'accent', icon: 'half' },
  done: { word: 'Done', tone: 'fine', icon: 'circleCheck' },
  blocked: { word: 'Blocked', tone: 'blocked', icon: 'blocked' },
};

export const phaseMeaning: Record<PhaseStatus, Meaning> = {
  not_started: { word: 'Not started', tone: 'neutral', icon: 'circle' },
  in_progress: { word: 'In progress', tone: 'accent', icon: 'half' },
  done: { word: 'Done', tone: 'fine', icon: 'circleCheck' },
};

export const integrationMeaning: Record<IntegrationStatus, Meaning> = {
  not_started: { word: 'Not started', tone: 'neutral', icon: 'circle' },
  partially_configured: { word: 'Partially configured', tone: 'attention', icon: 'half' },
  connected: { word: 'Connected', tone: 'accent', icon: 'integration' },
  validated_in_production: { word: 'Validated in production', tone: 'fine', icon: 'circleCheck' },
};

export const sideWord: Record<Side, string> = { customer: 'customer', team: 'our team', partner: 'partner' };

export const taskTypeWord: Record<TaskType, string> = {
  form: 'Form',
  document: 'Document',
  review: 'Review',
  meeting: 'Meeting',
  approval: 'Approval',
  sign_off: 'Sign-off',
  configuration: 'Configuration',
  documentation: 'Documentation',
  training: 'Training',
  integration: 'Integration',
  data_import: 'Data import',
  site_visit: 'Site visit',
  secret_handover: 'Secret handover',
  external_ticket: 'External ticket',
  role: 'Name a person',
};

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `customer.it_lead` → `Customer: it lead`; `team.csm` keeps its abbreviation. */
export function roleWords(role: string): string {
  const [side = '', name = ''] = role.split('.');
  const words = name.replaceAll('_', ' ').replace(/\b(csm|it|crm|ae|pm)\b/g, (short) => short.toUpperCase());
  return side === 'team' ? capital(words) : `${side === 'crm' ? 'CRM' : capital(side)} ${words}`;
}

/** `overdue_customer` → `Overdue customer`, for values that need no table of their own. */
export const plainWords = (value: string): string => capital(value.replaceAll('_', ' '));

const providers: Record<string, string> = { hubspot: 'HubSpot', salesforce: 'Salesforce' };
export const providerWord = (provider: string): string => providers[provider] ?? capital(provider);

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

const moneyFormat = (currency: string | null) =>
  new Intl.NumberFormat(
    'en-GB',
    currency ? { style: 'currency', currency, maximumFractionDigits: 0 } : { maximumFractionDigits: 0 },
  );
const minorDigits = (currency: string | null): number =>
  currency
    ? (new Intl.NumberFormat('en-GB', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2)
    : 2;

export const majorMoney = (amount: number, currency: string | null): string => moneyFormat(currency).format(amount);
export const money = (minorUnits: number, currency: string | null): string =>
  majorMoney(minorUnits / 10 ** minorDigits(currency), currency);

export const percent = (share: number): string => `${Math.round(share * 100)} %`;
