/** The package's own record of each onboarding: the same values as on its opportunity, found again by our id. */
import type { CrmScalar } from '../../src/domain/model.ts';
import { AppError, isAppError } from '../../src/errors.ts';
import type { FieldWriteResult } from '../ports.ts';
import { failed, isRefusal } from '../write-batches.ts';
import { saveAll } from './collections.ts';
import { toApiName } from './field-names.ts';
import type { PlannedWrite } from './plan-writes.ts';
import type { Writer } from './write-fields.ts';
import { refusalOf } from './write-results.ts';

export const onboardingObject = 'Onboarding__c';
export const onboardingKey = 'Gangway_Id__c';

interface Kept {
  plan: PlannedWrite;
  onboardingId: string;
  values: [name: string, value: CrmScalar][];
}

/** @returns a result for those alone that could not be kept; the opportunity's values count as written with them */
export async function saveOnboardings(
  writer: Writer,
  planned: PlannedWrite[],
): Promise<Map<PlannedWrite, FieldWriteResult>> {
  const kept = planned.flatMap((plan): Kept[] => {
    const { onboardingId } = plan.write;
    const values = Object.entries(plan.wanted).filter(([name]) => name.startsWith('Gangway_'));
    if (onboardingId === null || values.length === 0) return [];
    const ended = (plan.write.ended ?? []).map((one): Kept => ({
      plan,
      onboardingId: one.onboardingId,
      values: [[toApiName('gangway_stage'), one.stage]],
    }));
    return [{ plan, onboardingId, values }, ...ended];
  });
  try {
    return kept.length === 0 ? new Map() : await save(writer, kept);
  } catch (error) {
    // the opportunities are written: what fails here is a result of each and not of all
    if (!isAppError(error)) throw error;
    const code = error.code === 'crm_forbidden' ? 'forbidden' : isRefusal(error) ? 'rejected' : 'retry';
    return new Map(kept.map(({ plan }) => [plan, failed(plan.write, code, error.message)]));
  }
}

async function save({ transport, describe }: Writer, kept: Kept[]): Promise<Map<PlannedWrite, FieldWriteResult>> {
  const fields = await describe.fieldsOf(onboardingObject);
  if (!fields.has(onboardingKey))
    throw new AppError('crm_rejected', {
      message: `Salesforce has no ${onboardingObject} that our user may write; Gangway’s package brings it`,
    });
  // one record may not stand twice in a collection
  const byId = new Map(kept.map((one) => [one.onboardingId, one]));
  const saved = await saveAll(transport, {
    doing: `writing ${onboardingObject}`,
    sObject: onboardingObject,
    by: { externalId: onboardingKey },
    records: [...byId.values()].map(({ plan: { id, accountId }, onboardingId, values }) => ({
      [onboardingKey]: onboardingId,
      Opportunity__c: id,
      Account__c: accountId,
      ...Object.fromEntries(values.filter(([name]) => fields.get(name)?.updateable)),
    })),
  });
  const results = new Map([...byId.keys()].map((onboardingId, index) => [onboardingId, saved[index]]));
  return new Map(
    kept.flatMap(({ plan, onboardingId }) => {
      const result = results.get(onboardingId);
      return result && !result.ok ? [[plan, refusalOf(plan, result.problem)] as const] : [];
    }),
  );
}
