/** The package's own record of each onboarding: the same values as on its opportunity, found again by our id. */
import { type ErrorCode, isAppError } from '../../src/errors.ts';
import type { FieldWriteResult } from '../ports.ts';
import { saveAll } from './collections.ts';
import type { PlannedWrite } from './plan-writes.ts';
import type { DescribedField } from './schemas.ts';
import type { Writer } from './write-fields.ts';
import { failed, refusalOf } from './write-results.ts';

export const onboardingObject = 'Onboarding__c';
export const onboardingKey = 'Gangway_Id__c';

/** anything else may pass, also by connecting anew */
const lasting: readonly ErrorCode[] = ['crm_rejected', 'crm_forbidden', 'crm_not_found'];

/** @returns a result for those alone that could not be kept; the opportunity's values count as written with them */
export async function saveOnboardings(
  { transport, describe }: Writer,
  planned: PlannedWrite[],
): Promise<Map<PlannedWrite, FieldWriteResult>> {
  const fields = await describe.fieldsOf(onboardingObject);
  const kept = planned.flatMap((plan) => {
    const { onboardingId } = plan.write;
    const values = onboardingValues(plan, fields);
    return onboardingId === null || values === null ? [] : [{ plan, onboardingId, values }];
  });
  if (kept.length === 0) return new Map();
  if (!fields.has(onboardingKey)) {
    const reason = `Salesforce has no ${onboardingObject} that our user may write; Gangway’s package brings it`;
    return new Map(kept.map(({ plan }) => [plan, failed(plan.write, 'rejected', reason)]));
  }
  // one record may not stand twice in a collection
  const byId = new Map(kept.map((one) => [one.onboardingId, one]));
  const records = [...byId.values()].map(({ plan: { id, accountId }, onboardingId, values }) => ({
    [onboardingKey]: onboardingId,
    Opportunity__c: id,
    Account__c: accountId,
    ...values,
  }));
  try {
    const saved = await saveAll(transport, {
      doing: `writing ${onboardingObject}`,
      sObject: onboardingObject,
      by: { externalId: onboardingKey },
      records,
    });
    const problems = new Map(
      [...byId.keys()].flatMap((id, index) => {
        const result = saved[index];
        return result && !result.ok ? [[id, result.problem] as const] : [];
      }),
    );
    return new Map(
      kept.flatMap(({ plan, onboardingId }) => {
        const problem = problems.get(onboardingId);
        return problem ? [[plan, refusalOf(plan, problem)] as const] : [];
      }),
    );
  } catch (error) {
    // the opportunities are written: they are not to be told as failed without a result of their own
    if (!isAppError(error)) throw error;
    const code = lasting.includes(error.code) ? ('rejected' as const) : ('retry' as const);
    return new Map(kept.map(({ plan }) => [plan, failed(plan.write, code, error.message)]));
  }
}

/** null: nothing of it is about the onboarding */
function onboardingValues(
  { wanted }: PlannedWrite,
  fields: Map<string, DescribedField>,
): Record<string, unknown> | null {
  const ours = Object.entries(wanted).filter(([name]) => name.startsWith('Gangway_'));
  if (ours.length === 0) return null;
  return Object.fromEntries(ours.filter(([name]) => fields.get(name)?.updateable));
}
