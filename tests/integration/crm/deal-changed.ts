import { v7 as uuid } from 'uuid';
import type { CrmEvent } from '../../../integrations/ports.ts';

/** What either CRM tells of a deal that somebody changed. */
export const dealChanged = (dealId: string, more: Partial<CrmEvent> = {}): CrmEvent => ({
  dedupeKey: uuid(),
  kind: 'deal_changed',
  dealId,
  mergedDealIds: [],
  accountId: '1',
  occurredAt: null,
  isOwnWrite: false,
  reason: null,
  raw: {},
  ...more,
});
