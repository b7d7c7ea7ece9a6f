import { changeOnboarding, type Command, happened, requireStatus, unchanged, wrongInput } from './outcome.ts';
import { isSame } from '../same.ts';

/** Handoff values entered here; they go before the CRM's, an empty one gives way to it. */
export const setHandoff: Command<{ values: Record<string, string> }> = (state, { values }, _actor, _now, playbook) => {
  requireStatus(state, 'set-handoff');
  const unknown = Object.keys(values).find(
    (key) => playbook && !playbook.handoff.fields.some((field) => field.key === key),
  );
  if (unknown !== undefined) throw wrongInput(`The handoff has no field “${unknown}”`);
  const merged = { ...state.onboarding.handoff, ...values };
  const handoff = Object.fromEntries(
    Object.entries(merged).flatMap(([key, value]) => (value.trim() === '' ? [] : [[key, value.trim()]])),
  );
  if (isSame(handoff, state.onboarding.handoff)) return unchanged(state);
  return happened(changeOnboarding(state, { handoff }), 'handoff_filled', null, { fields: Object.keys(values) });
};
