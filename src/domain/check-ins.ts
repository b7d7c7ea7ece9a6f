/** After go-live: success handover, check-ins against the health baseline, renewal reminders. */
import { knownZone } from './work-hours.ts';
import { startOfLocalDay } from './calendar.ts';
import type { Instant, LocalDate, OnboardingState, PlannedActivity, PlannedIntent } from './model.ts';

export interface CheckIn { id: string; kind: string; dueOn: LocalDate; state: 'planned' | 'open' | 'done' | 'obsolete' }
export interface OpenedCheckIn { id: string; health: number | null; baseline: number | null }

export interface CheckInDecision {
  opened: OpenedCheckIn[];
  intents: PlannedIntent[];
  activity: PlannedActivity[];
  /** the start of the day on which the next one is due, where the CSM is; null: none is planned */
  nextWakeAt: Instant | null;
}

/** Opens what is due, on the morning of its day; the CSM hears of each once, with health then and now. */
export function openDueCheckIns(state: OnboardingState, checkIns: CheckIn[], now: Instant): CheckInDecision {
  const { onboarding, members, people } = state;
  const csmId = members.find(({ role }) => role === 'team.csm')?.personId ?? members.find(({ role }) => role === 'crm.owner')?.personId ?? null;
  const zone = knownZone(people.find(({ id }) => id === csmId)?.timezone, onboarding.timezone);
  const planned = checkIns.filter((checkIn) => checkIn.state === 'planned').map((checkIn) => ({ ...checkIn, at: startOfLocalDay(checkIn.dueOn, zone) }));
  const due = planned.filter(({ at }) => at <= now);
  const baseline = onboarding.healthBaseline?.score ?? null;
  return {
    opened: due.map(({ id }) => ({ id, health: onboarding.health, baseline })),
    intents: csmId === null ? [] : due.map((checkIn) => intentFor(checkIn, csmId, state, now)),
    activity: due.map(({ id, kind }) => ({ kind: 'check_in_opened', subjectId: id, data: { checkIn: kind, health: onboarding.health, baseline } })),
    nextWakeAt: planned.filter(({ at }) => at > now).map(({ at }) => at).toSorted()[0] ?? null,
  };
}

function intentFor({ id, kind, dueOn }: CheckIn, personId: string, { onboarding }: OnboardingState, now: Instant): PlannedIntent {
  return {
    dedupeKey: `${onboarding.id}:check-in:${kind}`, personId, taskId: null, blockerId: null,
    kind: kind === 'success_handover' ? 'success_handover' : kind.startsWith('renewal') ? 'renewal_reminder' : 'check_in',
    urgency: 'digest', rule: wordsFor(kind), notBefore: now,
    data: { checkInId: id, checkIn: kind, dueOn, health: onboarding.health, healthStatus: onboarding.healthStatus, baseline: onboarding.healthBaseline?.score ?? null, renewalOn: onboarding.renewalOn },
  };
}

function wordsFor(kind: string): string {
  if (kind === 'success_handover') return 'the end of hypercare';
  const days = /\d+$/.exec(kind)?.[0] ?? '';
  return kind.startsWith('renewal') ? `${days} days before the renewal` : `${days} days after go-live`;
}
