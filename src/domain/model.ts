/**
 * The words of the domain as types. Everything is plain data: local dates are `YYYY-MM-DD`,
 * instants ISO 8601 in UTC, minutes are minutes after local midnight, money is in minor units.
 * One `OnboardingState` is what `advance` locks, loads and decides on.
 */
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

export interface Problem {
  code:
    | 'no_playbook'
    | 'playbook_invalid'
    | 'no_contacts'
    | 'unknown_timezone'
    | 'no_owner'
    | 'crm_unreachable'
    | 'deal_deleted'
    | 'deal_reopened'
    | 'deal_lost'
    | 'owner_left'
    | 'unreachable_person'
    | 'amended'
    | 'deal_merged';
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

export type GateCriterion =
  | { kind: 'phase_done'; phase: string }
  | { kind: 'milestone_done'; milestone: string }
  | { kind: 'tasks_done' }
  | { kind: 'integrations_validated'; integrations: string[] }
  | { kind: 'no_open_blockers' }
  | { kind: 'approval'; role: string; label: string; approvedAt: Instant | null; approvedById: string | null };
export interface Gate {
  responsibleRole: string;
  criteria: GateCriterion[];
  passedAt: Instant | null;
}

export interface Phase {
  id: string;
  onboardingId: string;
  key: string;
  name: string;
  position: number;
  status: PhaseStatus;
  ownerRole: string;
  entryGate: Gate;
  exitGate: Gate;
  startedAt: Instant | null;
  doneAt: Instant | null;
}

export interface Milestone {
  id: string;
  onboardingId: string;
  phaseId: string;
  key: string;
  name: string;
  position: number;
  status: MilestoneStatus;
  definitionOfDone: string;
  completion: 'tasks' | 'person';
  isFirstValue: boolean;
  isGoLive: boolean;
  targetOn: LocalDate | null;
  baselineOn: LocalDate | null;
  doneAt: Instant | null;
  doneById: string | null;
}

/** Where a task's dates come from; offsets and durations in business days. */
export type ScheduleRule =
  | { from: 'dependencies'; durationDays: number }
  | { from: 'kickoff'; offsetDays: number; durationDays: number }
  | { from: 'go_live'; offsetDays: number; durationDays: number };

export interface HowTo {
  text: string;
  links: { label: string; url: string }[];
  video: string | null;
  files: string[];
}

/** How far the ladder has climbed for the present due date. */
export interface ChaseState {
  dueOn?: LocalDate;
  /** whom the rungs below were planned for; another person begins anew */
  askedId?: string;
  /** index of the last rung that asks and was planned or passed over */
  rung?: number;
  /** the same for rungs that announce or escalate */
  escalation?: number;
  /** when the coming escalation was announced */
  announcedOn?: LocalDate;
  /** the day that the last escalation stood for; a repeating rung goes by it */
  escalatedOn?: LocalDate;
  /** since when it is with its present owner, or theirs again; wishes of before count no more */
  since?: Instant;
  /** who was told that the task is ready */
  readyToldId?: string;
  /** end of the last snooze that was followed up */
  snoozeEndedOn?: LocalDate;
  /** when a nudge about a blocker was last delivered; tasks count theirs in nudgeCount */
  nudgedAt?: Instant;
  /** a person pressed *hold*: no escalation before this local date */
  holdUntil?: LocalDate;
  holdById?: string;
  /** last date of the weekly step after the ladder's end */
  repeatedOn?: LocalDate;
  /** the reason why nobody is written to now, as last recorded */
  silence?: string;
}

export interface Task {
  id: string;
  onboardingId: string;
  phaseId: string;
  milestoneId: string | null;
  key: string;
  name: string;
  position: number;
  workstream: string | null;
  type: TaskType;
  side: Side;
  role: string;
  ownerId: string | null;
  visibility: Visibility;
  status: TaskStatus;
  howTo: HowTo;
  schedule: ScheduleRule;
  dependsOn: string[];
  integrationKey: string | null;
  /** for type `role`: completing it names the person of this role */
  fillsRole: string | null;
  startOn: LocalDate | null;
  dueOn: LocalDate | null;
  isDueLocked: boolean;
  baselineDueOn: LocalDate | null;
  dueMoved: { from: LocalDate | null; reason: string; at: Instant } | null;
  plannedHours: number | null;
  ladder: string;
  isUrgent: boolean;
  readyAt: Instant | null;
  startedAt: Instant | null;
  doneAt: Instant | null;
  doneById: string | null;
  doneVia: string | null;
  skipReason: string | null;
  snoozedUntil: LocalDate | null;
  snoozeReason: string | null;
  chase: ChaseState;
  nudgeCount: number;
  lastNudgedAt: Instant | null;
}

export interface Blocker {
  id: string;
  onboardingId: string;
  taskId: string | null;
  milestoneId: string | null;
  what: string;
  side: Side;
  personId: string | null;
  expectedOn: LocalDate | null;
  openedAt: Instant;
  openedById: string | null;
  resolvedAt: Instant | null;
  resolvedById: string | null;
  resolution: string | null;
  chase: ChaseState;
}

export interface IntegrationItem {
  id: string;
  onboardingId: string;
  key: string;
  name: string;
  environment: string;
  ownerRole: string;
  status: IntegrationStatus;
  checks: { key: string; name: string; doneAt: Instant | null; doneById: string | null }[];
  note: string | null;
  position: number;
}

export interface Member {
  id: string;
  onboardingId: string;
  role: string;
  personId: string | null;
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
  managerId: string | null;
  unreachableSince: Instant | null;
  unreachableReason: string | null;
  unsubscribed: string[];
  deactivatedAt: Instant | null;
  crmOwnerId: string | null;
  crmContactId: string | null;
}

/** What `advance` locks and loads; `people` are the members, owners and their delegates and managers. */
export interface OnboardingState {
  onboarding: Onboarding;
  /** the CRM's company; absent or without id: nothing is written to one */
  account?: { crmId: string | null };
  phases: Phase[];
  milestones: Milestone[];
  tasks: Task[];
  blockers: Blocker[];
  integrationItems: IntegrationItem[];
  members: Member[];
  people: Person[];
}

export const intentKinds = [
  'handoff_request',
  'problem',
  'publish_request',
  'welcome',
  'task_ready',
  'reminder',
  'due',
  'overdue',
  'hold_notice',
  'escalation',
  'blocker',
  'milestone_done',
  'gate_approval',
  'go_live_request',
  'go_live',
  'success_handover',
  'check_in',
  'renewal_reminder',
  'bounce_notice',
  'health_turned',
  'forecast_slipped',
  'deal_changed',
  'held',
  'resumed',
  'transitioned',
] as const;
export type IntentKind = (typeof intentKinds)[number];

/** A wish to tell one person one thing; the person's digest decides whether and when. */
export interface PlannedIntent {
  dedupeKey: string;
  personId: string;
  taskId: string | null;
  blockerId: string | null;
  kind: IntentKind;
  /** `now` waits only for working hours; `digest` for the day's one message */
  urgency: 'now' | 'digest';
  rule: string;
  data: Record<string, unknown>;
  notBefore: Instant;
}

export type EffectPayload =
  | { kind: 'crm_note'; dealId: string; body: string; at: Instant }
  | { kind: 'crm_task'; dealId: string; subject: string; body: string; dueAt: Instant; ownerCrmId: string | null }
  | {
      kind: 'crm_renewal_deal';
      dealId: string;
      name: string;
      amountCents: number | null;
      closeOn: LocalDate;
      ownerCrmId: string | null;
      pipeline: string;
      stage: string;
    };
export interface PlannedEffect {
  step: string;
  version: number;
  payload: EffectPayload;
}

export interface WantedCrmValue {
  objectType: 'deal' | 'company';
  recordId: string;
  field: string;
  value: CrmScalar;
  why: string;
}

export interface Actor {
  kind: 'person' | 'link' | 'system' | 'crm';
  id: string | null;
  /** shown in words: "Ana", "the link sent to Ana", "HubSpot" */
  label: string;
  /** of our people: managers may act where a role is asked for */
  staffRole?: StaffRole | null;
}

export interface PlannedActivity {
  kind: string;
  subjectId: string | null;
  data: Record<string, unknown>;
}

/** What one pass over an onboarding decided. The new state is stored by comparing it with the old one. */
export interface Decision {
  state: OnboardingState;
  intents: PlannedIntent[];
  effects: PlannedEffect[];
  crmValues: WantedCrmValue[];
  activity: PlannedActivity[];
  silences: { taskId: string | null; personId: string | null; reason: string | null }[];
  checkIns: { kind: string; dueOn: LocalDate }[];
  nextWakeAt: Instant | null;
}
