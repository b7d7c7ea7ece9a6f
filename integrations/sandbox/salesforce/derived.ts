/** What Salesforce works out by itself whenever a record is stored. */
import type { FieldValue, Row } from './state.ts';

/** What working a record out needs to know of others. */
export interface Others {
  find(object: string, id: FieldValue | undefined): Row | undefined;
  children(object: string, field: string, id: string): Row[];
}

type Derive = (row: Row, before: Row | null, others: Others, given: Row) => Row;

const number = (value: FieldValue | undefined): number => (typeof value === 'number' ? value : 0);
const fullName = (row: Row): Row => ({ Name: [row['FirstName'], row['LastName']].filter(Boolean).join(' ') });
const cents = (amount: number): number => Math.round(amount * 100) / 100;

function opportunity(row: Row, before: Row | null, others: Others, given: Row): Row {
  const stage = others.children('OpportunityStage', 'MasterLabel', String(row['StageName'])).at(0);
  const hasMoved = before?.['StageName'] !== row['StageName'];
  const items = others.children('OpportunityLineItem', 'OpportunityId', String(row['Id']));
  const probability =
    hasMoved && given['Probability'] === undefined ? (stage?.['DefaultProbability'] ?? 0) : (row['Probability'] ?? 0);
  // with products, the amount is theirs, and one that is given is ignored
  const amount =
    items.length > 0
      ? cents(items.reduce((sum, item) => sum + number(item['TotalPrice']), 0))
      : (row['Amount'] ?? null);
  return {
    IsClosed: stage?.['IsClosed'] ?? false,
    IsWon: stage?.['IsWon'] ?? false,
    LastStageChangeDate: (hasMoved && before ? row['LastModifiedDate'] : row['LastStageChangeDate']) ?? null,
    ForecastCategoryName: stage?.['ForecastCategoryName'] ?? 'Pipeline',
    Probability: probability,
    Amount: amount,
    ExpectedRevenue: amount === null ? null : cents((number(amount) * number(probability)) / 100),
    HasOpportunityLineItem: items.length > 0,
  };
}

function lineItem(row: Row, _before: Row | null, others: Others): Row {
  const entry = others.find('PricebookEntry', row['PricebookEntryId']);
  const product = others.find('Product2', entry?.['Product2Id']);
  const unitPrice = row['UnitPrice'] ?? entry?.['UnitPrice'] ?? 0;
  return {
    Product2Id: product?.['Id'] ?? null,
    ProductCode: product?.['ProductCode'] ?? null,
    Name: `${others.find('Opportunity', row['OpportunityId'])?.['Name'] ?? ''} ${product?.['Name'] ?? ''}`.trim(),
    UnitPrice: unitPrice,
    ListPrice: entry?.['UnitPrice'] ?? null,
    TotalPrice: cents(number(unitPrice) * number(row['Quantity'])),
  };
}

function task(row: Row, _before: Row | null, others: Others): Row {
  const what = String(row['WhatId'] ?? '');
  const account =
    others.find('Account', what)?.['Id'] ??
    others.find('Opportunity', what)?.['AccountId'] ??
    others.find('Onboarding__c', what)?.['Account__c'] ??
    null;
  return { IsClosed: row['Status'] === 'Completed', AccountId: account };
}

const byObject: Partial<Record<string, Derive>> = {
  User: fullName,
  Contact: fullName,
  Opportunity: opportunity,
  OpportunityLineItem: lineItem,
  Task: task,
  PricebookEntry(row, _before, others) {
    const product = others.find('Product2', row['Product2Id']);
    return { Name: product?.['Name'] ?? null, ProductCode: product?.['ProductCode'] ?? null };
  },
  Onboarding__c: (row) => ({ Name: row['Name'] ?? `ON-${String(row['Id']).slice(9, 15)}` }),
};

export const derived = (object: string, row: Row, before: Row | null, others: Others, given: Row): Row =>
  byObject[object]?.(row, before, others, given) ?? {};
