/** What has become of a wish by the time somebody would be told: still good, over, or waiting for the hold to end. */
import type { Channel, Instant, IntentKind, LocalDate, OnboardingStatus, TaskStatus } from './model.ts';

/** A planned intent with the state of what it is about. */
export interface DigestIntent {
  id: string;
  kind: IntentKind;
  urgency: 'now' | 'digest';
  notBefore: Instant;
  onboardingStatus: OnboardingStatus;
  onboardingTimezone: string;
  taskId: string | null;
  taskStatus: TaskStatus | null;
  snoozedUntil: LocalDate | null;
  /** when a person said so: a wish of since then is for when it ended */
  snoozedAt?: Instant | null;
  blockerId?: string | null;
  blockerResolvedAt?: Instant | null;
  plannedAt?: Instant;
  /** false: why it was planned is so no more, or anew */
  hasReason?: boolean;
  /** the check-in that it asks for is done, or the question was answered */
  isAnswered?: boolean;
  /** what is said again until it happens, in which onboarding: of a kind the newest is enough; null: it is said once */
  subject?: string | null;
  /** as the ladder names them, in this order; null: what suits the reader */
  channels?: readonly Channel[] | null;
  /** since when the task is with its present owner, or theirs again */
  taskSince?: Instant | null;
}

export type Standing = { state: 'good' } | { state: 'over'; reason: string } | { state: 'waits' };

/** Words are worth reading whatever has become of what they are about. */
export const talkKinds: readonly IntentKind[] = ['comment_received', 'comment_answered'];
/** Said even after the end. */
const afterTheEnd: readonly IntentKind[] = [
  'transitioned',
  'deal_changed',
  'renewal_reminder',
  'check_in',
  'pulse',
  'pulse_answered',
  ...talkKinds,
  'problem',
];
/** Said while everything else is silent. */
const onHold: readonly IntentKind[] = ['held', 'deal_changed', 'problem', 'bounce_notice', ...talkKinds];
/** Asks that are settled once the onboarding has gone on. */
const onlyWhile: Partial<Record<IntentKind, OnboardingStatus>> = {
  handoff_request: 'handoff',
  publish_request: 'draft',
  go_live_request: 'active',
};
/** These ask a task's owner for it. */
export const nudgeKinds: readonly IntentKind[] = ['task_ready', 'reminder', 'due', 'overdue'];
/** Said once: should nobody know whether it arrived, no next step would say it. */
export const mustArriveKinds: readonly IntentKind[] = ['escalation', 'hold_notice', ...talkKinds];
const aboutTasks: readonly IntentKind[] = [...nudgeKinds, 'hold_notice', 'escalation'];

const over = (reason: string): Standing => ({ state: 'over', reason });

const taskStanding = (intent: DigestIntent): Standing => {
  const { kind, taskStatus, snoozedUntil, snoozedAt, plannedAt, taskSince } = intent;
  if (taskStatus === 'done') return over('The task was done before it was sent');
  if (taskStatus === 'skipped') return over('The task was skipped before it was sent');
  if (plannedAt && taskSince && plannedAt < taskSince && aboutTasks.includes(kind))
    return over('The task changed hands or began anew before it was sent');
  const isAboutBlocker = kind === 'blocker' || (intent.blockerId !== null && intent.blockerId !== undefined);
  if (taskStatus === 'blocked' && aboutTasks.includes(kind) && !isAboutBlocker)
    return over('The task was blocked before it was sent');
  const isSnoozedSince = snoozedUntil !== null && plannedAt && snoozedAt && plannedAt <= snoozedAt;
  if (isSnoozedSince && aboutTasks.includes(kind) && !isAboutBlocker) return over(`Snoozed until ${snoozedUntil}`);
  return { state: 'good' };
};

export const standingOf = (intent: DigestIntent): Standing => {
  const { kind, onboardingStatus: status } = intent;
  if (status === 'cancelled' && !afterTheEnd.includes(kind))
    return over('The onboarding was cancelled before it was sent');
  if (status === 'transitioned' && !afterTheEnd.includes(kind))
    return over('The onboarding was over before it was sent');
  if (intent.blockerResolvedAt) return over('The blocker was resolved before it was sent');
  if (intent.hasReason === false) return over('The reason for it was gone before it was sent');
  if (status === 'on_hold' && !onHold.includes(kind))
    return intent.taskId === null ? { state: 'waits' } : over('The onboarding was put on hold before it was sent');
  if (intent.isAnswered || (onlyWhile[kind] ?? status) !== status) return over('It was settled before it was sent');
  if (status !== 'on_hold' && kind === 'held') return over('It went on before it was sent');
  return intent.taskId === null || talkKinds.includes(kind) ? { state: 'good' } : taskStanding(intent);
};
