import { carerToHear } from '../chase/who.ts';
import type { PlannedIntent, PulseAnswer } from '../model.ts';
import { type Command, happened, requireStatus } from './outcome.ts';

/** Records how the customer is doing; the row itself is the caller's. The CSM hears it, at once where it goes badly. */
export const answerPulse: Command<{ checkInId: string; kind: string; answer: PulseAnswer; comment: string | null }> = (
  state,
  { checkInId, kind, answer, comment },
  actor,
  now,
) => {
  requireStatus(state, 'answer-pulse');
  const outcome = happened(state, 'pulse_answered', checkInId, { kind, answer, ...(comment ? { comment } : {}) });
  const csm = carerToHear({ state, now }, 'pulse_answered');
  if (csm === null || csm.id === actor.id) return outcome;
  const name = state.people.find(({ id }) => id === actor.id)?.name ?? actor.label;
  const intent: PlannedIntent = {
    dedupeKey: [state.onboarding.id, 'pulse_answered', checkInId, csm.id].join(':'),
    personId: csm.id,
    taskId: null,
    blockerId: null,
    kind: 'pulse_answered',
    urgency: answer === 'poor' ? 'now' : 'digest',
    rule: 'the customer said how they are doing',
    data: { checkIn: kind, answer, name, ...(comment ? { text: comment } : {}) },
    notBefore: now,
  };
  return { ...outcome, intents: [intent] };
};
