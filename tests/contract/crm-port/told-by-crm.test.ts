/** A mapping may write to no field that the reading of deals itself asks for; whose the deal is may be written. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { companyProperties, dealProperties } from '../../../integrations/hubspot/snapshot.ts';
import { opportunityColumns } from '../../../integrations/salesforce/snapshot.ts';
import { whyNotWritten } from '../../../src/domain/mapping/told-by-crm.ts';
import { type CrmWorld, worlds } from './world.ts';

const ofAccount = 'Account.';
const read = {
  hubspot: { deal: dealProperties, company: companyProperties },
  salesforce: {
    deal: [...opportunityColumns, 'RecordTypeId'],
    company: opportunityColumns.flatMap((name) => (name.startsWith(ofAccount) ? [name.slice(ofAccount.length)] : [])),
  },
};

describe.each(worlds)('$name: what the CRM alone tells', ({ start }) => {
  let world: CrmWorld;
  beforeEach(async () => {
    world = await start();
  });
  afterEach(() => world.stop());

  it.each(['deal', 'company'] as const)(
    'is each field of a %s that may be written and is read unasked',
    async (object) => {
      const asked: readonly string[] = read[world.crm.provider][object];
      const fields = await world.crm.listFields(object);
      const writable = fields.flatMap(({ name, isWritable }) => (isWritable && asked.includes(name) ? [name] : []));
      const mapped = writable.filter((field) => whyNotWritten({ object, field }) === null);
      expect(writable.length).toBeGreaterThan(2);
      expect(mapped).toEqual(object === 'deal' ? [world.ownerField] : []);
    },
  );
});
