/** Builds a deal with everything around it, as a salesperson would in HubSpot's screens. */
import type { z } from 'zod';
import type { createSandboxDealSchema } from '../../../src/contracts/sandbox/hubspot.ts';
import type { Source } from './changes.ts';
import { labelTypeId } from './links.ts';
import type { Portal } from './portal.ts';
import type { ObjectType, StoredRecord } from './state.ts';

export type DealInput = z.output<typeof createSandboxDealSchema>;

const filled = (values: Record<string, string | number | undefined | null>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
    ),
  );

export function addDeal(portal: Portal, input: DealInput, source: Source): StoredRecord {
  const { state } = portal;
  const pipeline =
    state.pipelines.find(({ id, label }) => id === input.pipeline || label === input.pipeline) ?? state.pipelines[0];
  const stage =
    pipeline?.stages.find(({ id, label }) => id === input.stage || label === input.stage) ?? pipeline?.stages[0];
  const amount = input.lineItems.reduce((sum, item) => sum + item.quantity * item.price, 0);
  const create = (type: ObjectType, values: Record<string, string>): StoredRecord => {
    portal.check(type, values, null);
    return portal.create(type, values, source);
  };
  const deal = create(
    'deals',
    filled({
      dealname: input.name,
      pipeline: pipeline?.id,
      dealstage: stage?.id,
      dealtype: 'newbusiness',
      deal_currency_code: state.currency,
      ...(amount > 0 && { amount }),
      hubspot_owner_id: input.ownerId,
      ...input.properties,
    }),
  );
  const associate = (to: ObjectType, record: StoredRecord, labels: number[] = []): void =>
    portal.associate('deals', deal.id, to, record.id, labels, source);
  if (input.company) {
    const { name, domain, country, timezone, industry, employees } = input.company;
    associate(
      'companies',
      create('companies', filled({ name, domain, country, timezone, industry, numberofemployees: employees })),
    );
  }
  for (const contact of input.contacts) addContact(portal, deal, contact, source);
  for (const item of input.lineItems) addLineItem(portal, deal, item, source);
  for (const body of input.notes)
    associate('notes', create('notes', { hs_note_body: body, hs_timestamp: new Date().toISOString() }));
  return deal;
}

export function addLineItem(
  portal: Portal,
  deal: StoredRecord,
  { name, sku, quantity, price, termMonths }: DealInput['lineItems'][number],
  source: Parameters<typeof addContact>[3],
): void {
  const values = filled({
    name,
    hs_sku: sku,
    quantity,
    price,
    amount: quantity * price,
    hs_recurring_billing_period: termMonths && `P${termMonths}M`,
    recurringbillingfrequency: termMonths && 'annually',
  });
  portal.check('line_items', values, null);
  const item = portal.create('line_items', values, source);
  portal.associate('deals', deal.id, 'line_items', item.id, [], source);
}

export function addContact(
  portal: Portal,
  deal: StoredRecord,
  { email, firstName, lastName, jobTitle, timezone, language, country, label }: DealInput['contacts'][number],
  source: Source,
): StoredRecord {
  const values = filled({
    email,
    firstname: firstName,
    lastname: lastName,
    jobtitle: jobTitle,
    hs_timezone: timezone?.toLowerCase().replaceAll('/', '_slash_'),
    hs_language: language,
    country,
  });
  const known = email ? portal.findByProperty('contacts', 'email', email) : undefined;
  portal.check('contacts', values, known ?? null);
  const contact = known
    ? portal.update('contacts', known.id, values, source)
    : portal.create('contacts', values, source);
  portal.associate(
    'deals',
    deal.id,
    'contacts',
    contact.id,
    label ? [labelTypeId(portal.state, 'deals', 'contacts', label)] : [],
    source,
  );
  return contact;
}
