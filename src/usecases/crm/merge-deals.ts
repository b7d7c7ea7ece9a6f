import type { Actor } from '../../domain/model.ts';
import type { Sql } from '../../db/database.ts';
import { onboardingsOfDeals } from '../../db/deals.ts';
import { cancel } from '../../domain/commands/cancel.ts';
import { changeWithin } from '../change-onboarding.ts';
import type { CrmDeps } from './crm-deps.ts';

/** The merged deals' onboarding moves to the survivor; where both have one, the survivor's goes on and the other ends. */
export async function moveMergedOnboardings(
  deps: CrmDeps,
  tx: Sql,
  connection: { id: string; provider: string },
  mergedDealIds: string[],
  survivorId: string,
): Promise<void> {
  const actor: Actor = {
    kind: 'crm',
    id: null,
    label: connection.provider === 'salesforce' ? 'Salesforce' : 'HubSpot',
  };
  const isOpen = (status: string): boolean => status !== 'cancelled' && status !== 'transitioned';
  const moving = (await onboardingsOfDeals(tx, connection.id, mergedDealIds)).filter((onboarding) =>
    isOpen(onboarding.status),
  );
  const existing = await onboardingsOfDeals(tx, connection.id, [survivorId]);
  let lastCycle = existing[0]?.cycle ?? 0;
  let hasOpen = existing.some((onboarding) => isOpen(onboarding.status));
  for (const { id } of moving) {
    const moves = !hasOpen;
    lastCycle += moves ? 1 : 0;
    hasOpen = true;
    await changeWithin(deps, tx, {
      onboardingId: id,
      actor,
      signalWorkflow: true,
      step: ({ state, now }) =>
        moves
          ? {
              state: {
                ...state,
                onboarding: { ...state.onboarding, dealId: survivorId, cycle: lastCycle, crmWanted: {} },
              },
              activity: [{ kind: 'deal_merged', subjectId: null, data: { into: survivorId } }],
            }
          : cancel(
              state,
              { reason: 'The deal was merged into one that is being onboarded already' },
              actor,
              now.toISOString(),
              null,
            ),
    });
  }
}
