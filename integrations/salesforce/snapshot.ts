/** From Salesforce's records to the words of the port. The only place besides the webhook that knows a standard field's name. */
import { companyField } from '../../src/domain/crm-fields.ts';
import type { Instant } from '../../src/domain/model.ts';
import { toMinorUnits } from '../money.ts';
import type { CrmContact, CrmLineItem, CrmOwner, DealSnapshot } from '../ports.ts';
import { namesByApiName } from './field-names.ts';
import type { Row } from './soql.ts';
import { pipelineId } from './stages.ts';
import { idAt, isTrueAt, numberAt, textAt } from './values.ts';

export const opportunityColumns = [
  'Id',
  'Name',
  'StageName',
  'IsWon',
  'IsClosed',
  'Amount',
  'CurrencyIsoCode',
  'Type',
  'CloseDate',
  'CreatedDate',
  'LastStageChangeDate',
  'SystemModstamp',
  'LastModifiedById',
  'LastModifiedBy.Name',
  'OwnerId',
  'Owner.Name',
  'Owner.Email',
  'Owner.IsActive',
  'AccountId',
  'Account.Name',
  'Account.Website',
  'Account.BillingCountryCode',
  'Account.BillingCountry',
  'Account.Industry',
  'Account.NumberOfEmployees',
  'Account.LastModifiedById',
  'Account.LastModifiedBy.Name',
] as const;
export const contactRoleColumns = [
  'OpportunityId',
  'ContactId',
  'Role',
  'Contact.Name',
  'Contact.Email',
  'Contact.Phone',
  'Contact.MobilePhone',
  'Contact.Title',
  'Contact.MailingCountryCode',
  'Contact.MailingCountry',
] as const;
export const lineItemColumns = [
  'Id',
  'OpportunityId',
  'Name',
  'Product2.Name',
  'ProductCode',
  'Quantity',
  'TotalPrice',
  'UnitPrice',
  'LastModifiedById',
  'LastModifiedBy.Name',
] as const;
export const stageHistoryColumns = ['OpportunityId', 'StageName', 'CreatedDate'] as const;
export const taskColumns = ['Id', 'WhatId', 'Subject', 'Description', 'CreatedDate'] as const;

export interface DealParts {
  opportunity: Row;
  /** whom we are signed in as */
  userId: string;
  /** where it names none */
  currency: string | null;
  dealFields: string[];
  companyFields: string[];
  url: string;
  stageLabel: string | null;
  /** null: since its stage changed last */
  wonAt: Instant | null;
  contactRoles: Row[];
  lineItems: Row[];
  tasks: Row[];
}

export function toSnapshot(parts: DealParts): DealSnapshot {
  const { opportunity: of } = parts;
  const currency = textAt(of, 'CurrencyIsoCode') ?? parts.currency;
  const isClosed = isTrueAt(of, 'IsClosed');
  const stage = textAt(of, 'StageName') ?? '';
  return {
    dealId: idAt(of),
    canonicalDealId: idAt(of),
    mergedDealIds: [],
    name: textAt(of, 'Name') ?? `Opportunity ${idAt(of)}`,
    pipelineId,
    stageId: stage,
    stageLabel: parts.stageLabel ?? stage,
    isWon: isTrueAt(of, 'IsWon'),
    isClosed,
    amountCents: toMinorUnits(textAt(of, 'Amount'), currency),
    currency,
    dealType: textAt(of, 'Type'),
    closeOn: textAt(of, 'CloseDate'),
    createdAt: instantAt(of, 'CreatedDate'),
    wonAt: isTrueAt(of, 'IsWon') ? (parts.wonAt ?? instantAt(of, 'LastStageChangeDate')) : null,
    modifiedAt: modifiedAtOf(textAt(of, 'SystemModstamp')),
    owner: toOwner(of),
    changedBy: changedBy(of, parts.userId),
    company: toCompany(of, parts.userId),
    contacts: toContacts(parts.contactRoles),
    lineItems: parts.lineItems.map((item) => toLineItem(item, currency, parts.userId)),
    notes: parts.tasks.flatMap(toNote),
    fields: {
      ...filled(of, parts.dealFields),
      ...Object.fromEntries(
        Object.entries(filled(of, parts.companyFields, 'Account.')).map(([name, value]) => [companyField(name), value]),
      ),
    },
    url: parts.url,
  };
}

/** Salesforce writes `2026-03-02T09:30:00.000+0000`, which not everybody reads. */
export const instantAt = (of: Row, column: string): Instant | null => {
  const ms = Date.parse(textAt(of, column) ?? '');
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
};

/** more than the clocks of both sides differ by */
const settledAfterMs = 10_000;

/** Salesforce tells whole seconds. What was read within one may change in it again, so it passes as read before it. */
function modifiedAtOf(stamp: string | null): Instant {
  const modifiedMs = Date.parse(stamp ?? '') || 0;
  return new Date(Date.now() - modifiedMs < settledAfterMs ? modifiedMs - 1 : modifiedMs).toISOString();
}

/** By the names that were asked with; empty ones left out. */
export function filled(row: Row, names: readonly string[], prefix = ''): Record<string, string> {
  const entries = [...namesByApiName(names)].flatMap(([apiName, asked]) => {
    const value = textAt(row, prefix + apiName);
    return value === null ? [] : asked.map((name) => [name, value] as const);
  });
  return Object.fromEntries(entries);
}

/** An owner without an address (a queue, an automated user) is nobody that could be asked. */
function toOwner(of: Row): CrmOwner | null {
  const id = idAt(of, 'OwnerId');
  const email = textAt(of, 'Owner.Email');
  if (id === '' || email === null) return null;
  return { id, email, name: textAt(of, 'Owner.Name') ?? email, isActive: isTrueAt(of, 'Owner.IsActive') };
}

/** Null: not known, or we did. */
export const changedBy = (of: Row, userId: string, prefix = ''): string | null =>
  idAt(of, `${prefix}LastModifiedById`) === userId ? null : textAt(of, `${prefix}LastModifiedBy.Name`);

function toCompany(of: Row, userId: string): DealSnapshot['company'] {
  const id = idAt(of, 'AccountId');
  if (id === '') return null;
  return {
    id,
    name: textAt(of, 'Account.Name') ?? `Account ${id}`,
    domain: domainOf(textAt(of, 'Account.Website')),
    country: textAt(of, 'Account.BillingCountryCode') ?? textAt(of, 'Account.BillingCountry'),
    industry: textAt(of, 'Account.Industry'),
    timezone: null,
    employees: numberAt(of, 'Account.NumberOfEmployees'),
    changedBy: changedBy(of, userId, 'Account.'),
  };
}

function domainOf(website: string | null): string | null {
  if (website === null) return null;
  const address = URL.parse(/^https?:\/\//i.test(website) ? website : `https://${website}`);
  return address?.hostname.replace(/^www\./, '') || null;
}

/** One person can have several roles on a deal. */
function toContacts(roles: Row[]): CrmContact[] {
  const byId = Map.groupBy(roles, (row) => idAt(row, 'ContactId'));
  return [...byId].flatMap(([id, rows]) => {
    const [of] = rows;
    if (!of || id === '') return [];
    const email = textAt(of, 'Contact.Email');
    return {
      id,
      email,
      name: textAt(of, 'Contact.Name') ?? email ?? `Contact ${id}`,
      phone: textAt(of, 'Contact.Phone') ?? textAt(of, 'Contact.MobilePhone'),
      jobTitle: textAt(of, 'Contact.Title'),
      roles: [...new Set(rows.flatMap((row) => textAt(row, 'Role')?.toLowerCase() ?? []))],
      timezone: null,
      locale: null,
      country: textAt(of, 'Contact.MailingCountryCode') ?? textAt(of, 'Contact.MailingCountry'),
    };
  });
}

const toLineItem = (item: Row, currency: string | null, userId: string): CrmLineItem => ({
  id: idAt(item),
  name: textAt(item, 'Product2.Name') ?? textAt(item, 'Name') ?? `Product ${idAt(item)}`,
  sku: textAt(item, 'ProductCode'),
  quantity: numberAt(item, 'Quantity') ?? 1,
  amountCents: toMinorUnits(textAt(item, 'TotalPrice') ?? textAt(item, 'UnitPrice'), currency),
  // Salesforce's standard products know no term; it is a field of the opportunity
  termMonths: null,
  recurring: false,
  changedBy: changedBy(item, userId),
});

function toNote(task: Row): DealSnapshot['notes'] {
  const body = textAt(task, 'Description') ?? textAt(task, 'Subject');
  const at = textAt(task, 'CreatedDate');
  return body === null || at === null ? [] : [{ id: idAt(task), body, at }];
}
