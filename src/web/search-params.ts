/** What an address may say after its question mark; anything else is dropped. */
import type { HealthStatus, Side } from './api/types.ts';

type Raw = Record<string, unknown>;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
const oneOf = <T extends string>(value: unknown, allowed: readonly T[]): T | undefined =>
  allowed.find((candidate) => candidate === value);
const on = (value: unknown): true | undefined => (value === true ? true : undefined);

const healths: readonly HealthStatus[] = ['on_track', 'at_risk', 'blocked'];
const sides: readonly Side[] = ['customer', 'team', 'partner'];
const sorts = ['updated', 'target', 'health', 'name'] as const;
const directions = ['out', 'in', 'drift'] as const;
const consentOutcomes = ['connected', 'declined', 'expired', 'failed'] as const;

export interface PortfolioSearch {
  status?: string;
  health?: HealthStatus;
  search?: string;
  sort?: (typeof sorts)[number];
  mine?: true;
}
export const portfolioSearch = ({ status, health, search, sort, mine }: Raw): PortfolioSearch => ({
  status: text(status),
  health: oneOf(health, healths),
  search: text(search),
  sort: oneOf(sort, sorts),
  mine: on(mine),
});

export interface OnboardingSearch {
  task?: string;
  view?: 'timeline';
  side?: Side;
  open?: true;
}
export const onboardingSearch = ({ task, view, side, open }: Raw): OnboardingSearch => ({
  task: text(task),
  view: oneOf(view, ['timeline']),
  side: oneOf(side, sides),
  open: on(open),
});

export interface PlaybookSearch {
  view?: 'rules' | 'ladders' | 'try' | 'yaml';
}
export const playbookSearch = ({ view }: Raw): PlaybookSearch => ({
  view: oneOf(view, ['rules', 'ladders', 'try', 'yaml']),
});

export interface QueueSearch {
  mine?: true;
  /** the one that stands open */
  comment?: string | undefined;
}
export const queueSearch = ({ mine, comment }: Raw): QueueSearch => ({ mine: on(mine), comment: text(comment) });

export interface LedgerSearch {
  view?: 'dead';
  connection?: string;
  direction?: (typeof directions)[number];
  result?: string;
  actor?: string;
  search?: string;
  from?: string;
  to?: string;
}
export const ledgerSearch = ({ view, connection, direction, result, actor, search, from, to }: Raw): LedgerSearch => ({
  view: oneOf(view, ['dead']),
  connection: text(connection),
  direction: oneOf(direction, directions),
  result: text(result),
  actor: text(actor),
  search: text(search),
  from: text(from),
  to: text(to),
});

const signInProblems = ['oidc_expired', 'oidc_unknown', 'oidc_failed'] as const;
export interface OwnTasksSearch {
  /** the one to be opened at once */
  task?: string;
}
export const ownTasksSearch = ({ task }: Raw): OwnTasksSearch => ({ task: text(task) });

export interface SignInSearch {
  token?: string;
  next?: string;
  email?: string;
  problem?: (typeof signInProblems)[number];
}
export const signInSearch = ({ token, next, email, problem }: Raw): SignInSearch => ({
  token: text(token),
  next: text(next),
  email: text(email),
  problem: oneOf(problem, signInProblems),
});

export interface ConnectionsSearch {
  /** how connecting a workspace ended */
  slack?: (typeof consentOutcomes)[number];
  /** how connecting a CRM ended */
  crm?: (typeof consentOutcomes)[number];
}
export const connectionsSearch = ({ slack, crm }: Raw): ConnectionsSearch => ({
  slack: oneOf(slack, consentOutcomes),
  crm: oneOf(crm, consentOutcomes),
});

const mappingParts = ['stages', 'renewal', 'versions'] as const;
export interface MappingSearch {
  connection?: string;
  part?: (typeof mappingParts)[number];
}
export const mappingSearch = ({ connection, part }: Raw): MappingSearch => ({
  connection: text(connection),
  part: oneOf(part, mappingParts),
});

const sandboxRooms = ['deals', 'mails', 'slack', 'clock'] as const;
export interface SandboxSearch {
  show?: (typeof sandboxRooms)[number];
  /** absent: HubSpot */
  crm?: 'salesforce';
}
export const sandboxSearch = ({ show, crm }: Raw): SandboxSearch => ({
  show: oneOf(show, sandboxRooms),
  crm: oneOf(crm, ['salesforce']),
});
