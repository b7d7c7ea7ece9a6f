/** Builds an opportunity with everything around it, as a salesperson would in the screens. */
import type { z } from 'zod';
import type {
  addSandboxContactRoleSchema,
  addSandboxLineItemSchema,
  createSandboxOpportunitySchema,
} from '../../../src/contracts/sandbox/salesforce.ts';
import type { Org } from './org.ts';
import type { Row } from './state.ts';

type OpportunityInput = z.output<typeof createSandboxOpportunitySchema>;

const dayMs = 86_400_000;
const idOf = (row: Row): string => String(row['Id']);
/** what is left empty is not given at all */
const filled = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));

export const stageNames = (org: Org) =>
  org
    .rows('OpportunityStage')
    .sort((one, other) => Number(one['SortOrder']) - Number(other['SortOrder']))
    .map((row) => ({
      name: String(row['MasterLabel']),
      isWon: row['IsWon'] === true,
      isClosed: row['IsClosed'] === true,
    }));

export function addOpportunity(org: Org, input: OpportunityInput, today: Date, userId: string): Row {
  return org.together(() => {
    const account = input.account
      ? org.create('Account', { Name: input.account.name, ...input.account.fields }, userId)
      : null;
    const opportunity = org.create(
      'Opportunity',
      filled({
        Name: input.name,
        StageName: input.stageName ?? stageNames(org)[0]?.name,
        CloseDate: new Date(today.getTime() + 30 * dayMs).toISOString().slice(0, 10),
        Type: 'New Business',
        AccountId: account?.['Id'],
        Amount: input.amount,
        OwnerId: input.ownerId ?? undefined,
        ...input.fields,
      }),
      userId,
    );
    for (const contact of input.contacts) addContactRole(org, opportunity, contact, userId);
    for (const item of input.lineItems) addLineItem(org, opportunity, item, userId);
    return org.find('Opportunity', idOf(opportunity)) ?? opportunity;
  });
}

export function addContactRole(
  org: Org,
  opportunity: Row,
  { email, firstName, lastName, title, role, isPrimary, fields }: z.output<typeof addSandboxContactRoleSchema>,
  userId: string,
): void {
  const contact = org.create(
    'Contact',
    filled({
      FirstName: firstName,
      LastName: lastName,
      Email: email,
      Title: title,
      AccountId: opportunity['AccountId'] ?? undefined,
      ...fields,
    }),
    userId,
  );
  org.create(
    'OpportunityContactRole',
    filled({ OpportunityId: idOf(opportunity), ContactId: idOf(contact), Role: role, IsPrimary: isPrimary }),
    userId,
  );
}

export function addLineItem(
  org: Org,
  opportunity: Row,
  { name, code, quantity, unitPrice }: z.output<typeof addSandboxLineItemSchema>,
  userId: string,
): void {
  const entry = priceOf(org, name, code, unitPrice, userId);
  org.create(
    'OpportunityLineItem',
    { OpportunityId: idOf(opportunity), PricebookEntryId: idOf(entry), Quantity: quantity, UnitPrice: unitPrice },
    userId,
  );
}

/** The product's entry in the standard price book; a product that is not there yet is made. */
function priceOf(org: Org, name: string, code: string | undefined, unitPrice: number, userId: string): Row {
  const known = org
    .rows('Product2')
    .find(
      (row) => row['IsDeleted'] !== true && (code === undefined ? row['Name'] === name : row['ProductCode'] === code),
    );
  const product = known ?? org.create('Product2', filled({ Name: name, ProductCode: code }), userId);
  const [standard] = org.rows('Pricebook2');
  return (
    org.children('PricebookEntry', 'Product2Id', idOf(product)).at(0) ??
    org.create(
      'PricebookEntry',
      { Pricebook2Id: standard?.['Id'], Product2Id: idOf(product), UnitPrice: unitPrice },
      userId,
    )
  );
}
