/** The CRM's company of a deal may be another one than before, or its first. */
import { changeOnboarding } from './commands/outcome.ts';
import { companyFieldPrefix } from './crm-fields.ts';
import type { OnboardingState } from './model.ts';

/**
 * The onboarding belongs to the account from now on and bears its name; all that a company is to hold is wanted anew. What
 * was written to the company before is left as it is. The same account again changes nothing, and what is over stays.
 */
export const followAccount = (
  state: OnboardingState,
  { id, crmId, name }: { id: string; crmId: string | null; name: string },
): OnboardingState => {
  const { accountId, status, crmWanted } = state.onboarding;
  if (accountId === id || status === 'cancelled' || status === 'transitioned') return state;
  const ofDeal = Object.entries(crmWanted).filter(([key]) => !key.startsWith(companyFieldPrefix));
  const moved = changeOnboarding(state, { accountId: id, name, crmWanted: Object.fromEntries(ofDeal) });
  return { ...moved, account: { crmId, name } };
};
