/**
 * A playbook as the rules use it: parsed, composed and checked (src/contracts/playbook.ts is the YAML form).
 * Offsets and durations are business days of the onboarding's calendar unless said otherwise.
 */
import type { Channel, IntegrationStatus, ScheduleRule, Side, TaskType, Visibility } from './model.ts';
import type { Mapping, MappingEntry, RenewalRule, StageSync } from './mapping/model.ts';
import type { TicketSpec } from './ticket.ts';

/** Placeholders filled by members: `customer.lead`, `team.csm`, `crm.owner`, `partner.integrator`, … */
export type Role = string;

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  /** `field`: dealType, segment, region, product, amount, term, country or `fields.<crm name>` / `handoff.<key>` */
  | { field: string; is?: string | string[]; atLeast?: number; atMost?: number; matches?: string; present?: boolean };

export interface SelectionRule {
  when: Condition;
  why: string;
  start: boolean;
  priority: number;
}

export interface HandoffField {
  key: string;
  label: string;
  help: string | null;
  required: boolean;
  /** where the value lives in the CRM */
  crm:
    | { object: 'deal' | 'company'; field: string }
    | { object: 'contacts' }
    | { object: 'line_items' }
    | { object: 'owner' }
    | { object: 'notes' };
}

export type GateTemplate = {
  responsible: Role;
  criteria: (
    | { kind: 'phase_done'; phase: string }
    | { kind: 'milestone_done'; milestone: string }
    | { kind: 'tasks_done' }
    | { kind: 'integrations_validated'; integrations: string[] }
    | { kind: 'no_open_blockers' }
    | { kind: 'approval'; role: Role; label: string }
  )[];
};

export interface TaskTemplate {
  key: string;
  name: string;
  type: TaskType;
  side: Side;
  role: Role;
  visibility: Visibility;
  milestone: string | null;
  workstream: string | null;
  howTo: { text: string; links: { label: string; url: string }[]; video: string | null; files: string[] };
  schedule: ScheduleRule;
  lockDue: boolean;
  dependsOn: string[];
  when: Condition | null;
  plannedHours: number | null;
  hoursRole: Role | null;
  ladder: string;
  urgent: boolean;
  integration: string | null;
  form: string | null;
  fillsRole: Role | null;
  /** absent in versions of before there were tickets */
  ticket?: TicketSpec | null;
}

export interface MilestoneTemplate {
  key: string;
  name: string;
  definitionOfDone: string;
  completion: 'tasks' | 'person';
  firstValue: boolean;
  goLive: boolean;
  when: Condition | null;
}

export interface PhaseTemplate {
  key: string;
  name: string;
  owner: Role;
  entry: GateTemplate | null;
  exit: GateTemplate | null;
  milestones: MilestoneTemplate[];
  tasks: TaskTemplate[];
}

export interface IntegrationTemplate {
  key: string;
  name: string;
  owner: Role;
  environments: string[];
  initial: IntegrationStatus;
  checks: { key: string; name: string }[];
  when: Condition | null;
}

/** One rung. `at`: business days relative to the due date; with `repeatEvery` it repeats for ever from there on. */
export interface LadderRung {
  at: number;
  kind: 'reminder' | 'due' | 'overdue' | 'hold_notice' | 'escalation';
  /** `owner`, `blocker_owner` or a role */
  to: Role;
  /** where `to` is the task's owner himself or open */
  orElse: Role | null;
  repeatEvery: number | null;
  /** business days relative to the due date after which it is not repeated; absent: for ever */
  until?: number;
  /** in this order; absent: what suits the person */
  channels?: Channel[];
}
/** What a ladder asks of one person at most; absent: as much as its rungs say. Who is above them hears of it anyway. */
export interface LadderCaps {
  /** how often for one task */
  perTask?: number;
  /** business days between asking twice for one task */
  apartDays?: number;
  /** for how many tasks on one day of theirs */
  perDay?: number;
}
export interface Ladder {
  rungs: LadderRung[];
  urgent: boolean;
  caps?: LadderCaps;
}

export interface FormField {
  key: string;
  label: string;
  kind: 'text' | 'long_text' | 'choice' | 'date' | 'number' | 'email' | 'file';
  required: boolean;
  options: string[];
  when: Condition | null;
}

/** The `crm:` block: short forms in `fields` and `stages`, whatever needs more words in `entries` and `stageSync`. */
export interface CrmMapping {
  /** CRM stage (label or id) per onboarding status, in the deal's own pipeline */
  stages: Partial<Record<'draft' | 'active' | 'on_hold' | 'live' | 'transitioned', string>>;
  renewal: RenewalRule | null;
  /** further values: our value's name → CRM field */
  fields: Record<string, { object: 'deal' | 'company'; field: string }>;
  entries?: MappingEntry[];
  /** goes before `stages` */
  stageSync?: StageSync | null;
}

/** A Slack channel of the onboarding's own. */
export interface SlackChannelRule {
  /** its name; `{account}` stands for the customer, `{onboarding}` for the onboarding */
  channel: string;
  private: boolean;
  /** the customer's lead is invited through Slack Connect once the plan is published */
  shareWithCustomer: boolean;
}

export interface Playbook {
  key: string;
  name: string;
  description: string;
  /** of the file it was read from; what a version stored lacks of later formats is absent */
  format: 1 | 2;
  /** base and parts, already composed; kept for the record */
  composedOf: string[];
  selection: SelectionRule[];
  calendar: { country: string | null; region: string | null };
  publish: { mode: 'person' | 'automatic'; roles: Role[] };
  goLive: { approvers: Role[] };
  dates: { from: 'kickoff'; kickoffAfterDays: number } | { from: 'go_live'; kickoffAfterDays: number };
  handoff: { fields: HandoffField[]; ladder: string };
  roles: {
    role: Role;
    label: string;
    side: Side;
    required: boolean;
    fillFrom: 'contact_role' | 'crm_owner' | 'none';
    contactRoles: string[];
    namedBy: Role | null;
  }[];
  phases: PhaseTemplate[];
  workstreams: { key: string; name: string }[];
  integrations: IntegrationTemplate[];
  ladders: Record<string, Ladder>;
  forms: Record<string, { title: string; fields: FormField[] }>;
  imports: Record<
    string,
    {
      title: string;
      columns: { key: string; label: string; required: boolean; kind: 'text' | 'number' | 'date' | 'email' }[];
    }
  >;
  trainings: { key: string; audience: string; materials: { label: string; url: string }[] }[];
  messages: { welcome: string; weeklyReport: string | null; milestoneDone: string; goLive: string };
  hypercareDays: number;
  checkIns: number[];
  renewalReminders: number[];
  /** who changes a plan whose deal was amended; absent: a person */
  amendments?: 'person' | 'automatic';
  budget: { hours: number; hourlyRateCents: number; currency: string } | null;
  crm: CrmMapping;
  /** `crm` together with the mapping of an onboarding's connection; absent: there is no other */
  mapping?: Mapping;
  /** null, or absent in older versions: none */
  slack?: SlackChannelRule | null;
  /** by language, then by what is translated, as `messages.welcome` */
  translations: Record<string, Record<string, string>>;
}
