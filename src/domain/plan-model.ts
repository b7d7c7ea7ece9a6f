/** The parts of a plan: phases with their gates, milestones, tasks, blockers, integration items, members. */
import type {
  Instant,
  IntegrationStatus,
  LocalDate,
  MilestoneStatus,
  PhaseStatus,
  Side,
  TaskStatus,
  TaskType,
  Visibility,
} from './model.ts';
import type { TicketSpec } from './ticket.ts';

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

/** What of the plan moved a date; most speak of another task. */
export const moveRules = [
  'late',
  'moved',
  'blocked',
  'done_late',
  'phase',
  'earlier',
  'done_sooner',
  'skipped',
  'unblocked',
  'plan',
] as const;
export type MoveRule = (typeof moveRules)[number];

/** A rule with the task that it speaks of, who set the date, or what they said to it; text: as rows of before have it. */
export type MoveReason = { rule: MoveRule; taskId: string | null } | { by: string } | { said: string } | string;

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
  /** stands for the due date of what escalates, once that came later than its rung, as after a hold */
  escalatesFrom?: LocalDate;
  /** since when it is with its present owner, or theirs again; wishes of before count no more */
  since?: Instant;
  /** who was told that the task is ready */
  readyToldId?: string;
  /** and when that was planned */
  readyToldAt?: Instant;
  /** the rung that was passed over because they had just been told */
  passedOver?: number;
  /** when it was last snoozed: wishes of before wait for its end */
  snoozedAt?: Instant;
  /** end of the last snooze that was followed up */
  snoozeEndedOn?: LocalDate;
  /** when a nudge about a blocker was last delivered; tasks count theirs in nudgeCount */
  nudgedAt?: Instant;
  /** when the day on which a blocker is expected to be resolved was last said anew */
  saidAt?: Instant;
  /** since when nothing that asked the owner is known to have arrived; counts until a nudge was delivered */
  lostAt?: Instant;
  /** a person pressed *hold*: no escalation before this date of theirs */
  holdUntil?: LocalDate;
  holdById?: string;
  /** how often the present owner was asked; counted where the ladder has caps */
  asks?: number;
  /** their date on which they heard of the last of these */
  askedOn?: LocalDate;
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
  /** worked on in a tracker as well */
  ticket: TicketSpec | null;
  startOn: LocalDate | null;
  dueOn: LocalDate | null;
  isDueLocked: boolean;
  baselineDueOn: LocalDate | null;
  dueMoved: { from: LocalDate | null; reason: MoveReason; at: Instant } | null;
  plannedHours: number | null;
  ladder: string;
  isUrgent: boolean;
  readyAt: Instant | null;
  startedAt: Instant | null;
  doneAt: Instant | null;
  doneById: string | null;
  doneVia: string | null;
  /** when the answers to its form came first */
  formAnsweredAt: Instant | null;
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
