/** What Gangway's package brings and this client needs, by object. */
import { crmFieldDefinitions } from '../../src/domain/crm-fields.ts';
import type { Describe } from './describe.ts';
import { toApiName } from './field-names.ts';
import { onboardingKey, onboardingObject } from './onboarding-records.ts';
import { taskKey } from './tasks.ts';

const namesOf = (object: 'deal' | 'company'): string[] =>
  crmFieldDefinitions.filter((definition) => definition.object === object).map(({ name }) => toApiName(name));

export const neededFields: Record<string, readonly string[]> = {
  Opportunity: namesOf('deal'),
  Account: namesOf('company'),
  [onboardingObject]: [
    onboardingKey,
    'Opportunity__c',
    'Account__c',
    ...namesOf('deal').filter((name) => name !== taskKey),
  ],
  Task: [taskKey],
};

export interface PackageState {
  /** `Opportunity.Gangway_Stage__c`; an object alone where all of it is missing */
  missing: string[];
  /** there, but not to be written by our user */
  readOnly: string[];
  present: string[];
}

export async function readPackageState(describe: Describe): Promise<PackageState> {
  const state: PackageState = { missing: [], readOnly: [], present: [] };
  for (const [object, names] of Object.entries(neededFields)) {
    const fields = await describe.fieldsOf(object);
    if (fields.size === 0) state.missing.push(object);
    else
      for (const name of names) {
        const field = fields.get(name);
        const place = field ? (field.updateable || field.createable ? state.present : state.readOnly) : state.missing;
        place.push(`${object}.${name}`);
      }
  }
  return state;
}
