/** From HubSpot's properties to the words of the port. The only place besides the webhook that knows a property's name. */
import { companyField, companyFieldPrefix } from '../../src/domain/crm-fields.ts';
import type { CrmContact, CrmLineItem, CrmOwner, CrmStage, DealSnapshot } from '../ports.ts';
import { toMinorUnits } from '../money.ts';
import { hasReference } from './references.ts';
import { mergedIds, mergedIdsProperty } from './records.ts';
import type { HubSpotRecord } from './schemas.ts';
import { toInstant, toMonths, toPlainText, toTimezone } from './values.ts';

const changedByProperty = 'hs_updated_by_user_id';
export const dealProperties = [
  'dealname',
  'pipeline',
  'dealstage',
  'amount',
  'deal_currency_code',
  'dealtype',
  'closedate',
  'createdate',
  'hs_closed_won_date',
  'hs_lastmodifieddate',
  changedByProperty,
  'hubspot_owner_id',
  'hs_is_closed',
  'hs_is_closed_won',
  mergedIdsProperty,
];
export const companyProperties = [
  'name',
  'domain',
  'country',
  'hs_country_code',
  'industry',
  'timezone',
  'numberofemployees',
  changedByProperty,
];
export const contactProperties = [
  'email',
  'firstname',
  'lastname',
  'phone',
  'mobilephone',
  'jobtitle',
  'hs_timezone',
  'hs_language',
  'country',
  'hs_country_region_code',
  'hs_buying_role',
];
export const lineItemProperties = [
  'name',
  'hs_sku',
  'quantity',
  'amount',
  'price',
  'hs_recurring_billing_period',
  'recurringbillingfrequency',
  changedByProperty,
];
export const noteProperties = ['hs_note_body', 'hs_timestamp'];

export interface DealParts {
  deal: HubSpotRecord;
  fields: string[];
  url: string;
  stage: CrmStage | null;
  owner: CrmOwner | null;
  userNames: ReadonlyMap<string, string>;
  company: HubSpotRecord | null;
  contacts: { record: HubSpotRecord; labels: string[] }[];
  lineItems: HubSpotRecord[];
  notes: HubSpotRecord[];
}

export function toSnapshot({
  deal,
  fields,
  url,
  stage,
  owner,
  userNames,
  company,
  contacts,
  lineItems,
  notes,
}: DealParts): DealSnapshot {
  const { properties: of } = deal;
  const currency = of['deal_currency_code'] || null;
  // a stage that pipelines do not list, for instance an archived one: HubSpot's own calculation is the next best
  const isWon = stage?.isWon ?? of['hs_is_closed_won'] === 'true';
  const isClosed = stage?.isClosed ?? of['hs_is_closed'] === 'true';
  const changedBy = (record: HubSpotRecord): string | null => {
    const userId = userOf(record);
    return userId === null ? null : (userNames.get(userId) ?? `user ${userId}`);
  };
  return {
    dealId: deal.id,
    canonicalDealId: deal.id,
    mergedDealIds: mergedIds(deal).filter((id) => id !== deal.id),
    name: of['dealname'] || `Deal ${deal.id}`,
    pipelineId: of['pipeline'] ?? '',
    stageId: of['dealstage'] ?? '',
    stageLabel: stage?.label ?? of['dealstage'] ?? '',
    isWon,
    isClosed,
    amountCents: toMinorUnits(of['amount'], currency),
    currency,
    dealType: of['dealtype'] || null,
    closeOn: toInstant(of['closedate']),
    createdAt: toInstant(of['createdate']),
    wonAt: isWon ? toInstant(of['hs_closed_won_date']) : null,
    modifiedAt: toInstant(of['hs_lastmodifieddate']) ?? toInstant(of['createdate']) ?? new Date(0).toISOString(),
    owner,
    changedBy: changedBy(deal),
    company: company && { ...toCompany(company), changedBy: changedBy(company) },
    contacts: contacts.map(toContact),
    lineItems: lineItems.map((item) => ({ ...toLineItem(item, currency), changedBy: changedBy(item) })),
    notes: notes.flatMap(toNote),
    fields: { ...filled(of, fields), ...companyFieldsOf(company, companyFieldNames(fields)) },
    url,
  };
}

/** Who changed it last in HubSpot's screens. */
export const userOf = ({ properties }: HubSpotRecord): string | null => properties[changedByProperty] || null;

export const filled = (properties: Record<string, string | null>, names: string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (properties[name] ? [[name, properties[name]]] : [])));

/** Of requested fields those of the company, by HubSpot's own names. */
export const companyFieldNames = (fields: readonly string[]): string[] =>
  fields.flatMap((name) => (name.startsWith(companyFieldPrefix) ? [name.slice(companyFieldPrefix.length)] : []));

const companyFieldsOf = (company: HubSpotRecord | null, names: string[]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filled(company?.properties ?? {}, names)).map(([name, value]) => [companyField(name), value]),
  );

function toCompany({ id, properties: of }: HubSpotRecord): Omit<NonNullable<DealSnapshot['company']>, 'changedBy'> {
  const employees = Number(of['numberofemployees'] || Number.NaN);
  return {
    id,
    name: of['name'] || of['domain'] || `Company ${id}`,
    domain: of['domain'] || null,
    country: countryOf(of['hs_country_code'], of['country']),
    industry: of['industry'] || null,
    timezone: toTimezone(of['timezone']),
    employees: Number.isFinite(employees) ? employees : null,
  };
}

function toContact({
  record: { id, properties: of },
  labels,
}: {
  record: HubSpotRecord;
  labels: string[];
}): CrmContact {
  const buyingRoles =
    of['hs_buying_role']
      ?.split(';')
      .flatMap((role) => (role.trim() ? [role.trim().toLowerCase().replaceAll('_', ' ')] : [])) ?? [];
  return {
    id,
    email: of['email'] || null,
    name: [of['firstname'], of['lastname']].filter(Boolean).join(' ') || of['email'] || `Contact ${id}`,
    phone: of['phone'] || of['mobilephone'] || null,
    jobTitle: of['jobtitle'] || null,
    roles: [...new Set([...labels, ...buyingRoles])],
    timezone: toTimezone(of['hs_timezone']),
    locale: of['hs_language'] || null,
    country: countryOf(of['hs_country_region_code'], of['country']),
  };
}

/** The code where HubSpot knows it, else what people wrote. */
const countryOf = (code: string | null | undefined, name: string | null | undefined): string | null =>
  code?.toUpperCase() || name || null;

function toLineItem({ id, properties: of }: HubSpotRecord, currency: string | null): Omit<CrmLineItem, 'changedBy'> {
  const quantity = Number(of['quantity'] || 1);
  return {
    id,
    name: of['name'] || `Line item ${id}`,
    sku: of['hs_sku'] || null,
    quantity: Number.isFinite(quantity) ? quantity : 1,
    amountCents: toMinorUnits(of['amount'] ?? of['price'], currency),
    termMonths: toMonths(of['hs_recurring_billing_period']),
    recurring: Boolean(of['recurringbillingfrequency']),
  };
}

/** Our own notes tell sales something, not us. */
function toNote({ id, properties: of }: HubSpotRecord): DealSnapshot['notes'] {
  const body = toPlainText(of['hs_note_body'] ?? '');
  const at = toInstant(of['hs_timestamp']);
  return body === '' || at === null || hasReference(body) ? [] : [{ id, body, at }];
}
