/** Half a dozen open opportunities of other customers than HubSpot's: ready ones, and some of what goes wrong. */
import { z } from 'zod';
import { createSandboxOpportunitySchema } from '../../../src/contracts/sandbox/salesforce.ts';
import { addOpportunity } from './opportunity-input.ts';
import type { Org } from './org.ts';
import drafts from './seed-opportunities.json' with { type: 'json' };
import { integrationUser } from './seed.ts';

const draftSchema = createSandboxOpportunitySchema.omit({ ownerId: true }).extend({
  /** the part of an owner's address before the @ */
  owner: z.string(),
  /** wished, counted from the day of the seed, which is the contract's start */
  goLiveInDays: z.number().int().optional(),
});

const dayMs = 86_400_000;

export function seedOpportunities(org: Org, today: Date): void {
  const users = org.rows('User');
  for (const { owner: local, goLiveInDays, fields, ...draft } of z.array(draftSchema).parse(drafts)) {
    const owner = users.find(({ Email }) => String(Email).startsWith(`${local}@`));
    const dates: Record<string, string> =
      goLiveInDays === undefined
        ? {}
        : { Contract_Start_Date__c: dayIn(0, today), Wished_Go_Live__c: dayIn(goLiveInDays, today) };
    const made = addOpportunity(org, { ...draft, fields: { ...fields, ...dates } }, today, integrationUser.id);
    // Salesforce leaves an opportunity with somebody who has left, but gives nobody one who has
    org.put('Opportunity', { Id: made['Id'] ?? null, OwnerId: owner?.['Id'] ?? null }, integrationUser.id);
  }
}

const dayIn = (days: number, from: Date): string => new Date(from.getTime() + days * dayMs).toISOString().slice(0, 10);
