import { localDate } from '../calendar.ts';
import type { LocalDate } from '../model.ts';
import {
  changeOnboarding,
  type Command,
  happened,
  requireDate,
  requireStatus,
  requireText,
  wrongInput,
} from './outcome.ts';

/** Silence, and clocks stand still. `resumeOn` null: the CRM ends it, as it began it. */
export const hold: Command<{ reason: string; resumeOn: LocalDate | null }> = (state, input, actor, now) => {
  requireStatus(state, 'hold');
  const reason = requireText(input.reason, 'A reason');
  const { resumeOn } = input;
  if (resumeOn === null && actor.kind !== 'crm') throw wrongInput('Say when it goes on');
  if (resumeOn !== null) {
    requireDate(resumeOn, 'Resume date');
    if (resumeOn <= localDate(now, state.onboarding.timezone))
      throw wrongInput('The date on which it goes on must lie ahead');
  }
  const heldBy = actor.kind === 'crm' ? 'crm' : actor.id;
  const next = changeOnboarding(state, { status: 'on_hold', holdReason: reason, heldAt: now, resumeOn, heldBy });
  return happened(next, 'held', null, { reason, resumeOn });
};
