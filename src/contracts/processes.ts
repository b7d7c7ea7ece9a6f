/** What workflows and their activities say to each other; plain types, so that no validator enters a workflow bundle. */
export interface OnboardingInput {
  onboardingId: string;
}
export interface PersonDigestInput {
  personId: string;
}
export interface ConnectionInput {
  connectionId: string;
}
export interface MailIntakeInput {
  intakeId: string;
}

export interface UnfinishedEffect {
  id: string;
  kind: string;
}

/** What `advance` answers: every unfinished effect, and when to look again. */
export interface Advanced {
  effects: UnfinishedEffect[];
  /** null: only a signal brings something new */
  wakeInMs: number | null;
  /** cancelled or transitioned */
  isOver: boolean;
}

export interface ClaimedDigest {
  /** a message that was claimed for sending */
  messageId: string | null;
  /** null: nothing more to say for now */
  wakeInMs: number | null;
}

export interface Drained {
  hasMore: boolean;
  wakeInMs: number | null;
}
export interface TicketSyncInput {
  syncId: string;
}
export interface SlackPostsInput {
  syncId: string;
}
export interface AlertsInput {
  alertsId: string;
}
export interface BackfillInput {
  backfillId: string;
}
export interface DigestRoundsInput {
  roundsId: string;
}
