/** A company is told by those of its onboardings that go on: one that was cancelled leaves it to them. */
import { companiesOfCancelled, takeOverCompanyValues } from '../../db/company-values.ts';
import { changeOnboarding } from '../../domain/commands/outcome.ts';
import { wantedByAnother } from '../../domain/crm-values.ts';
import { companyFieldPrefix } from '../../domain/crm-fields.ts';
import { changeWithin, systemActor } from '../change-onboarding.ts';
import type { CrmDeps } from './crm-deps.ts';

/** Onboardings are locked one at a time, and before their values. */
export async function leaveCompaniesOfCancelled(deps: CrmDeps, connectionId: string): Promise<void> {
  for (const left of await companiesOfCancelled(deps.db, connectionId))
    await deps.db.transaction(async (tx) => {
      await changeWithin(deps, tx, {
        onboardingId: left.onboardingId,
        actor: systemActor,
        signalWorkflow: true,
        step: async ({ state }) => {
          const fields = await takeOverCompanyValues(tx, connectionId, left);
          const anew = wantedByAnother(fields.map((field) => `${companyFieldPrefix}${field}`));
          const crmWanted = { ...state.onboarding.crmWanted, ...anew };
          return { state: changeOnboarding(state, { crmWanted }), activity: [] };
        },
      });
    });
}
