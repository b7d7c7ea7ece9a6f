/** A dozen deals: ready ones, and one each for what goes wrong in real accounts. */
import { z } from 'zod';
import { createSandboxDealSchema } from '../../../src/contracts/sandbox/hubspot.ts';
import { addDeal } from './deal-input.ts';
import type { Portal } from './portal.ts';
import drafts from './seed-deals.json' with { type: 'json' };

const draftSchema = createSandboxDealSchema.omit({ ownerId: true }).extend({
  /** the part of an owner's address before the @ */
  owner: z.string().optional(),
  /** wished, counted from the day of the seed, which is the contract's start */
  goLiveInDays: z.number().int().optional(),
});

const dayMs = 86_400_000;
const person = { changeSource: 'CRM_UI', sourceId: 'userId:9100200' } as const;

export function seedDeals(portal: Portal, today: Date): void {
  const { owners } = portal.state;
  for (const { owner: local, goLiveInDays, properties, ...draft } of z.array(draftSchema).parse(drafts)) {
    const owner = owners.find(({ email }) => email.startsWith(`${local}@`));
    const dates: Record<string, string> =
      goLiveInDays === undefined
        ? {}
        : { contract_start_date: dateIn(0, today), wished_go_live: dateIn(goLiveInDays, today) };
    const isHere = owner !== undefined && !owner.archived;
    const deal = addDeal(
      portal,
      { ...draft, ownerId: isHere ? owner.id : null, properties: { ...properties, ...dates } },
      person,
    );
    // HubSpot leaves a deal with somebody who has left, but gives nobody a deal who has
    if (owner?.archived) deal.properties['hubspot_owner_id'] = owner.id;
  }
}

const dateIn = (days: number, from: Date): string => new Date(from.getTime() + days * dayMs).toISOString().slice(0, 10);
