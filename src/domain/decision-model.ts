/** What one pass over an onboarding decides: wishes to people, effects outside, values for the CRM, and the story of it. */
import type { Winner } from './mapping/model.ts';
import type { CrmScalar, Instant, LocalDate, OnboardingState, StaffRole } from './model.ts';

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
  'pulse',
  'pulse_answered',
  'comment_received',
  'comment_answered',
  'bounce_notice',
  'health_turned',
  'forecast_slipped',
  'milestone_at_risk',
  'deal_changed',
  'slack_channel_closed',
  'slack_channel_refused',
  'held',
  'resumed',
  'transitioned',
] as const;
export type IntentKind = (typeof intentKinds)[number];

/** How a customer says they are doing. */
export const pulseAnswers = ['great', 'fine', 'poor'] as const;
export type PulseAnswer = (typeof pulseAnswers)[number];

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

/** In the onboarding's own channel. */
export type SlackPayload =
  | { kind: 'slack_channel'; pattern: string; isPrivate: boolean }
  | { kind: 'slack_invite' | 'slack_share'; personId: string }
  | { kind: 'slack_post'; about: 'milestone'; milestoneId: string }
  | { kind: 'slack_post'; about: 'go_live'; milestoneId: null };

export type CrmPayload =
  | { kind: 'crm_note'; dealId: string; body: string; at: Instant; on?: LocalDate }
  | {
      kind: 'crm_task';
      dealId: string;
      subject: string;
      body: string;
      dueAt: Instant;
      dueOn?: LocalDate;
      ownerCrmId: string | null;
    }
  | {
      kind: 'crm_renewal_deal';
      dealId: string;
      name: string;
      amountCents: number | null;
      closeOn: LocalDate;
      ownerCrmId: string | null;
      /** where `ownerCrmId` is a user to be found, who is not there */
      otherwiseOwnerCrmId?: string | null;
      pipeline: string;
      stage: string;
    };
export type EffectPayload = CrmPayload | SlackPayload;
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
  /** where the CRM's was changed by others meanwhile; null: a field of our own, which is ours to write */
  whoWins: Winner | null;
  /** of a field that goes both ways, what the CRM held when it was read */
  held?: CrmScalar;
}

export interface Actor {
  kind: 'person' | 'link' | 'email' | 'system' | 'crm';
  id: string | null;
  /** shown in words: "Ana", "the link sent to Ana", "HubSpot" */
  label: string;
  /** of our people: managers may act where a role is asked for */
  staffRole?: StaffRole | null;
  /** where, if not on a page of ours */
  via?: 'slack';
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
