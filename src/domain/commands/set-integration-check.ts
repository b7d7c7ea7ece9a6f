import { isWhereItCounts } from '../gate.ts';
import type { IntegrationItem, IntegrationStatus, OnboardingState } from '../model.ts';
import { type Command, happened, requireIntegrationItem, requireStatus, unchanged, wrongInput } from './outcome.ts';

/** All checks: validated where it counts, connected elsewhere. A check taken back takes the validation with it. */
const statusAfter = (
  item: IntegrationItem,
  checks: IntegrationItem['checks'],
  isDone: boolean,
  state: OnboardingState,
): IntegrationStatus => {
  const { status } = item;
  const done = checks.filter(({ doneAt }) => doneAt !== null).length;
  if (done === checks.length) return isWhereItCounts(item, state) ? 'validated_in_production' : 'connected';
  if (status === 'validated_in_production') return isDone ? status : 'connected';
  if (status === 'connected') return status;
  return done > 0 ? 'partially_configured' : 'not_started';
};

export const setIntegrationCheck: Command<{ itemId: string; check: string; isDone: boolean }> = (
  state,
  { itemId, check, isDone },
  actor,
  now,
) => {
  const item = requireIntegrationItem(state, itemId);
  requireStatus(state, 'set-check');
  const known = item.checks.find(({ key }) => key === check);
  if (!known) throw wrongInput(`${item.name} has no check “${check}”`);
  if ((known.doneAt !== null) === isDone) return unchanged(state);
  const checks = item.checks.map((one) =>
    one === known ? { ...one, doneAt: isDone ? now : null, doneById: isDone ? actor.id : null } : one,
  );
  const status = statusAfter(item, checks, isDone, state);
  const integrationItems = state.integrationItems.map((one) => (one.id === itemId ? { ...one, checks, status } : one));
  return happened({ ...state, integrationItems }, isDone ? 'check_done' : 'check_undone', itemId, {
    name: item.name,
    environment: item.environment,
    check: known.name,
    status,
  });
};
