/** The package's flows: what happens to a record beside being stored, and whether Gangway is told. */
import type { SandboxOutboundEvent } from '../../../src/contracts/sandbox/salesforce.ts';
import type { Org } from './org.ts';
import type { Row } from './state.ts';
import type { Change } from './transaction.ts';

/** The fields that each message carries, as the package's workflows name them. */
export const messages = {
  Opportunity: { number: 1, fields: ['Id', 'IsWon', 'SystemModstamp'] },
  Onboarding__c: { number: 2, fields: ['Deleted_Opportunity_Id__c', 'Id', 'SystemModstamp'] },
} as const;
export type MessageObject = keyof typeof messages;

export interface Told {
  object: MessageObject;
  recordId: string;
  events: SandboxOutboundEvent[];
}

const watched: [event: SandboxOutboundEvent, fields: string[]][] = [
  ['stage', ['StageName']],
  ['owner', ['OwnerId']],
  ['amount', ['Amount']],
  ['details', ['AccountId', 'CloseDate', 'Name', 'Type']],
];

/** What a change is told for; null: nothing. */
export function toldOf({ kind, object, before, row }: Change): Told | null {
  const events =
    object === 'Opportunity' && (kind === 'created' || kind === 'updated')
      ? opportunityEvents(before, row)
      : object === 'Onboarding__c' && kind === 'updated' && differs('Opportunity_Deleted_At__c', before, row)
        ? (['deleted'] as const)
        : [];
  if (events.length === 0) return null;
  return {
    object: object === 'Opportunity' ? object : 'Onboarding__c',
    recordId: String(row['Id']),
    events: [...events],
  };
}

function opportunityEvents(before: Row | null, row: Row): SandboxOutboundEvent[] {
  if (!before) return row['IsWon'] === true ? ['won'] : [];
  const events = watched.flatMap(([event, fields]) =>
    fields.some((name) => differs(name, before, row)) ? [event] : [],
  );
  if (row['IsWon'] === true && before['IsWon'] !== true) events.push('won');
  if (row['IsClosed'] === false && before['IsClosed'] === true) events.push('reopened');
  return events;
}

const differs = (name: string, before: Row | null, row: Row): boolean =>
  (before?.[name] ?? null) !== (row[name] ?? null);

/** Before an opportunity goes, its onboardings keep its id: they lose the way to it. */
export function beforeDelete(org: Org, object: string, id: string, userId: string): void {
  if (object !== 'Opportunity') return;
  for (const onboarding of org.children('Onboarding__c', 'Opportunity__c', id))
    org.put(
      'Onboarding__c',
      {
        Id: onboarding['Id'] ?? null,
        Opportunity__c: null,
        Deleted_Opportunity_Id__c: id,
        Opportunity_Deleted_At__c: new Date().toISOString(),
      },
      userId,
    );
}

/** An empty way to it leads there again; no flow runs then. */
export function afterRestore(org: Org, object: string, id: string, userId: string): void {
  if (object !== 'Opportunity') return;
  for (const onboarding of org.rows('Onboarding__c'))
    if (onboarding['Deleted_Opportunity_Id__c'] === id && (onboarding['Opportunity__c'] ?? null) === null)
      org.put('Onboarding__c', { Id: onboarding['Id'] ?? null, Opportunity__c: id }, userId);
}
