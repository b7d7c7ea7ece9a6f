import type { BackfillItem } from '../../db/backfills.ts';
import { type CrmDeps, crmOf } from '../crm/crm-deps.ts';
import { wantedDealFields } from '../crm/deal-facts.ts';
import { readApart, type Reads } from '../crm/read-apart.ts';
import type { BackfillWork } from './continue-backfill.ts';

/** With all that taking them over needs. */
export const readDeals = (deps: CrmDeps, dealIds: string[], { context }: BackfillWork): Promise<Reads> =>
  readApart(
    crmOf(deps, context.connection.id),
    dealIds,
    wantedDealFields(
      context.playbooks.map(({ playbook }) => playbook),
      context.connection.mapping?.content,
    ),
  );

/** Nothing else is known of them. */
export const refusedItems = ({ refused }: Reads): BackfillItem[] =>
  [...refused].map(([dealId, { message }]) => ({
    dealId,
    name: dealId,
    state: 'failed',
    why: message,
    playbookName: null,
    preview: null,
  }));
