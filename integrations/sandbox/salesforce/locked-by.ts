/** The rows that a write keeps others from: the record, and the account it belongs to. */
import type { Org } from './org.ts';
import type { Row } from './state.ts';
import type { Write } from './writes.ts';

export function lockedBy(org: Org, write: Write, held: Row | undefined): string[] {
  if (write.kind === 'refused') return [];
  const given = write.kind === 'delete' ? {} : write.given;
  const text = (name: string): string | undefined => {
    const value = given[name] ?? held?.[name];
    return typeof value === 'string' ? value : undefined;
  };
  const opportunity = org.find('Opportunity', text('OpportunityId') ?? text('Opportunity__c') ?? text('WhatId'));
  const account = text('AccountId') ?? text('Account__c') ?? opportunity?.['AccountId'];
  const own = held?.['Id'];
  return [own, account].filter((id): id is string => typeof id === 'string');
}
