import type { WonDeal } from '../../../integrations/ports.ts';
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

/** @param listed what is known of them all the same */
export const refusedItems = ({ refused }: Reads, listed: readonly WonDeal[] = []): BackfillItem[] =>
  [...refused].map(([dealId, { message }]) => ({
    dealId,
    name: listed.find((deal) => deal.dealId === dealId)?.name ?? `Deal ${dealId} (could not be read)`,
    state: 'failed',
    why: message,
    playbookName: null,
    preview: null,
  }));
