import type { IntegrationStatus } from '../model.ts';
import { type Command, happened, notNow, requireIntegrationItem, requireStatus, unchanged } from './outcome.ts';

/** Validated needs every check, or a note that says why not. */
export const setIntegrationStatus: Command<{ itemId: string; status: IntegrationStatus; note?: string }> = (
  state,
  { itemId, status, note },
) => {
  const item = requireIntegrationItem(state, itemId);
  requireStatus(state, 'set-status');
  const said = note?.trim() || null;
  if (item.status === status && (said === null || item.note === said)) return unchanged(state);
  const open = item.checks.filter(({ doneAt }) => doneAt === null);
  if (status === 'validated_in_production' && open.length > 0 && said === null) {
    throw notNow(
      `Not checked yet: ${open.map(({ name }) => name).join(', ')}. Check them, or say in a note why it counts as validated`,
    );
  }
  const integrationItems = state.integrationItems.map((one) =>
    one.id === itemId ? { ...one, status, note: said ?? one.note } : one,
  );
  return happened({ ...state, integrationItems }, 'integration_status_set', itemId, {
    name: item.name,
    environment: item.environment,
    from: item.status,
    to: status,
    note: said,
  });
};
