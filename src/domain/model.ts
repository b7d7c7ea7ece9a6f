/**
 * The words of the domain as types. Everything is plain data: local dates are `YYYY-MM-DD`,
 * instants ISO 8601 in UTC, minutes are minutes after local midnight, money is in minor units.
 * One `OnboardingState` is what `advance` locks, loads and decides on.
 */
import type { Blocker, IntegrationItem, Member, Milestone, Phase, Task } from './plan-model.ts';

export * from './decision-model.ts';
export * from './plan-model.ts';

export type LocalDate = string;
export type Instant = string;

export type Side = 'customer' | 'team' | 'partner';
export type OnboardingStatus = 'handoff' | 'draft' | 'active' | 'on_hold' | 'live' | 'transitioned' | 'cancelled';
export type PhaseStatus = 'not_started' | 'in_progress' | 'done';
export type MilestoneStatus = 'not_started' | 'in_progress' | 'done' | 'blocked';
export type TaskStatus = 'pending' | 'in_progress' | 'done' | 'blocked' | 'skipped';
export type IntegrationStatus = 'not_started' | 'partially_configured' | 'connected' | 'validated_in_production';
export type HealthStatus = 'on_track' | 'at_risk' | 'blocked';
export type Visibility = 'shared' | 'internal';
/** By what a person is reached. */
export const channels = ['slack', 'email'] as const;
export type Channel = (typeof channels)[number];
export type StaffRole = 'admin' | 'manager' | 'member' | 'viewer';

export const taskTypes = [
  'form',
  'document',
  'review',
  'meeting',
  'approval',
  'sign_off',
  'configuration',
  'documentation',
  'training',
  'integration',
  'data_import',
  'site_visit',
  'secret_handover',
  'external_ticket',
  'role',
] as const;
export type TaskType = (typeof taskTypes)[number];

/** The CRM deal as rules and plans use it. */
export interface DealFacts {
  name: string;
  amountCents: number | null;
  currency: string | null;
  /** e.g. newbusiness, existingbusiness, renewal: the CRM's own value */
  dealType: string | null;
  segment: string | null;
  region: string | null;
  products: string[];
  closeOn: LocalDate | null;
  contractStartOn: LocalDate | null;
  termMonths: number | null;
  wishedGoLiveOn: LocalDate | null;
  /** any further CRM field by its name, for conditions and the sales handoff */
  fields: Record<string, string>;
}

export const problemCodes = [
  'no_playbook',
  'playbook_invalid',
  'no_contacts',
  'unknown_timezone',
  'no_owner',
  'crm_unreachable',
  'deal_deleted',
  'deal_reopened',
  'deal_lost',
  'owner_left',
  'unreachable_person',
  'amended',
  'deal_merged',
  'csm_unknown',
] as const;

export interface Problem {
  code: (typeof problemCodes)[number];
  message: string;
  /** who can mend it, in words: "RevOps: …" */
  fixBy: string;
}

export interface Onboarding {
  id: string;
  connectionId: string | null;
  dealId: string | null;
  cycle: number;
  workflowId: string;
  accountId: string;
  name: string;
  status: OnboardingStatus;
  playbookVersionId: string | null;
  deal: DealFacts;
  handoff: Record<string, string>;
  handoffWaivedReason: string | null;
  problems: Problem[];
  wonAt: Instant | null;
  createdAt: Instant;
  handoffCompletedAt: Instant | null;
  publishedAt: Instant | null;
  kickoffOn: LocalDate | null;
  targetGoLiveOn: LocalDate | null;
  promisedGoLiveOn: LocalDate | null;
  firstValueAt: Instant | null;
  liveAt: Instant | null;
  transitionedAt: Instant | null;
  /** taken over by a backfill; see aboard.ts */
  cameAboardAt: Instant | null;
  cancelledAt: Instant | null;
  cancelReason: string | null;
  holdReason: string | null;
  heldAt: Instant | null;
  resumeOn: LocalDate | null;
  /** who holds it: a person's id, or `crm` when the deal was reopened or lost */
  heldBy: string | null;
  isUrgent: boolean;
  calendarCountry: string | null;
  timezone: string;
  progress: number;
  health: number | null;
  healthStatus: HealthStatus | null;
  healthReasons: HealthReason[];
  healthOverride: HealthOverride | null;
  healthBaseline: HealthBaseline | null;
  planBaseline: PlanBaseline | null;
  forecast: Forecast | null;
  currentPhase: string | null;
  renewalOn: LocalDate | null;
  crmWanted: Record<string, CrmScalar>;
  /** the version of its connection's mapping that holds for it */
  crmMappingId: string | null;
  chase: Record<string, Instant>;
  nextWakeAt: Instant | null;
  version: number;
  updatedAt: Instant;
}

export type CrmScalar = string | number | boolean | null;

export interface HealthReason {
  factor:
    | 'overdue_customer'
    | 'overdue_team'
    | 'overdue_partner'
    | 'blocked_days'
    | 'response_time'
    | 'slack_eaten'
    | 'engagement';
  /** points taken off 100, ≥ 0 */
  points: number;
  /** the fact, in words: "2 of 9 open customer tasks are overdue" */
  fact: string;
  taskIds: string[];
}
export interface HealthOverride {
  status: HealthStatus;
  score: number;
  reason: string;
  byId: string;
  until: LocalDate;
}
export interface HealthBaseline {
  score: number;
  status: HealthStatus;
  reasons: HealthReason[];
  at: Instant;
}
export interface PlanBaseline {
  goLiveOn: LocalDate | null;
  milestones: Record<string, LocalDate | null>;
  at: Instant;
}
export interface Forecast {
  p50: LocalDate;
  p80: LocalDate;
  criticalTaskIds: string[];
  basis: string;
}

/** What is known of one way to a person, besides the address of their mail. */
export interface PersonChannel {
  channel: Channel;
  /** the mail address that this speaks of, or `<team id>:<user id>` */
  address: string;
  /** message kinds they do not want there; of mail see `Person.unsubscribed` */
  unwanted: string[];
  unreachableSince: Instant | null;
  unreachableReason: string | null;
}

export interface Person {
  id: string;
  side: Side;
  name: string;
  email: string;
  staffRole: StaffRole | null;
  timezone: string | null;
  locale: string;
  workDays: number[];
  workStart: number;
  workEnd: number;
  holidayCountry: string | null;
  absentFrom: LocalDate | null;
  absentUntil: LocalDate | null;
  delegateId: string | null;
  /** who looks after everything of theirs from and until these dates, both included */
  coverId: string | null;
  coverFrom: LocalDate | null;
  coverUntil: LocalDate | null;
  managerId: string | null;
  /** no channel is left that messages arrive by */
  unreachableSince: Instant | null;
  unreachableReason: string | null;
  /** message kinds they do not want by mail */
  unsubscribed: string[];
  /** mail is always one, and named here only where it came back */
  channels: PersonChannel[];
  deactivatedAt: Instant | null;
  /** what the onboarding's CRM calls them as an owner; null where that is not known, or of no matter */
  crmOwnerId: string | null;
}

/** What `advance` locks and loads; `people` are the members, owners and their delegates and managers. */
export interface OnboardingState {
  onboarding: Onboarding;
  /** the CRM's company; absent or without id: nothing is written to one */
  account?: { crmId: string | null; name?: string; isLiveByAnother?: boolean };
  phases: Phase[];
  milestones: Milestone[];
  tasks: Task[];
  blockers: Blocker[];
  integrationItems: IntegrationItem[];
  members: Member[];
  people: Person[];
}
