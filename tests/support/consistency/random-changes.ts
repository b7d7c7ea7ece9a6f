/** What people in a CRM do to their deals at random: standing, owner, amount, fields that are mapped; deleted, restored, merged. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { SeededChance } from '../seeded-chance.ts';
import { type Provider, spelled } from './mapping.ts';
import type { PeoplesChanges } from './peoples-changes.ts';
import type { Place } from './place.ts';

export interface Changing {
  place: Pick<Place, 'control'>;
  chance: SeededChance;
  changes: PeoplesChanges;
  /** those that go live: their standing stays */
  settled: Set<string>;
  rareShare: number;
  /** our people, whom a CRM may name as CSM */
  colleagues: string[];
}

const standings = ['won', 'won', 'open', 'lost'] as const;

export const pick = <T>(chance: SeededChance, items: readonly T[]): T => {
  const item = items[Math.floor(chance.next() * items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from');
  return item;
};

/** The levers of each CRM, so that the same changes are made in both. */
interface Levers {
  provider: Provider;
  ownerIds: string[];
  move(id: string, to: string): Promise<unknown>;
  set(id: string, fields: Record<string, string>): Promise<unknown>;
  /** @returns the company's own id */
  setCompany(id: string, fields: Record<string, string>): Promise<string>;
  setOwner(id: string, ownerId: string): Promise<unknown>;
  /** @returns what the deal is worth then */
  setAmount(id: string): Promise<number>;
  remove(id: string): Promise<unknown>;
  restore(id: string): Promise<unknown>;
  /** null: deals cannot be merged there */
  merge: ((primary: string, other: string) => Promise<Merged>) | null;
}

interface Merged {
  into: string;
  /** what the primary one held until then */
  primaryHeld: Record<string, string>;
}

export async function changeAtRandom(changing: Changing, levers: Levers, ids: string[], count: number): Promise<void> {
  const { chance, rareShare } = changing;
  const alive = [...ids];
  const deleted: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const isRare = chance.next() < rareShare;
    if (isRare) await removeOrMerge(changing, levers, alive, deleted);
    else await changeOne(changing, levers, pick(chance, alive), n);
    // a pause now and then, so that changes meet work that is under way
    await sleep(chance.next() < 0.2 ? 40 : 0);
  }
}

async function changeOne({ chance, changes, settled, colleagues }: Changing, levers: Levers, id: string, n: number) {
  const what = chance.next();
  if (what < 0.25) {
    if (!settled.has(id)) await levers.move(id, pick(chance, standings));
  } else if (what < 0.35) await levers.setOwner(id, pick(chance, levers.ownerIds));
  else if (what < 0.5) changes.wasWorth(id, await levers.setAmount(id));
  else {
    const { object, field, value } = mappedChange(chance, colleagues, levers.provider, n);
    const fields = { [spelled(levers.provider, field)]: value };
    if (object === 'company') changes.set(await levers.setCompany(id, fields), field, value);
    else {
      changes.set(id, field, value);
      await levers.set(id, fields);
    }
  }
}

interface MappedChange {
  object: 'deal' | 'company';
  field: string;
  value: string;
}

/** Fields that feed the plan, that go both ways, and that we write: there the person and we want different things. */
function mappedChange(chance: SeededChance, colleagues: string[], provider: Provider, n: number): MappedChange {
  const deal = (field: string, value: string): MappedChange => ({ object: 'deal', field, value });
  const company = (field: string, value: string): MappedChange => ({ object: 'company', field, value });
  return pick(chance, [
    deal('success_criteria', `Criteria ${n}`),
    deal('contract_years', String(Math.ceil(chance.between(0, 5)))),
    deal('customer_tier', pick(chance, ['Gold', 'Silver'])),
    company('csm_email', pick(chance, colleagues)),
    deal('rollout_notes', `Notes ${n}`),
    deal('reason_bought', `Reason ${n}`),
    deal('success_goal', `Goal ${n}`),
    deal('onboarding_percent', String(Math.floor(chance.between(0, 100)))),
    deal('csm_health', pick(chance, ['Green', 'Amber', 'Red'])),
    deal('acv', String(Math.floor(chance.between(1, 9_999)))),
    company('onboarding_phase', `Phase of theirs ${n}`),
    ...(provider === 'salesforce' ? [deal('onboarding_step', 'Ended')] : []),
  ]);
}

async function removeOrMerge(
  { chance, changes, settled }: Changing,
  levers: Levers,
  alive: string[],
  deleted: string[],
) {
  const taken = (): string | undefined => {
    const at = Math.floor(chance.next() * alive.length);
    const id = alive[at];
    return id === undefined || settled.has(id) ? undefined : alive.splice(at, 1)[0];
  };
  const what = chance.next();
  if (what < 0.4) {
    const back = deleted.pop();
    if (back === undefined) return;
    await levers.restore(back);
    alive.push(back);
  } else if (what < 0.8 || levers.merge === null) {
    const id = taken();
    if (id === undefined) return;
    await levers.remove(id);
    deleted.push(id);
  } else {
    const [primary, other] = [taken(), taken()];
    if (primary === undefined || other === undefined) alive.push(...[primary, other].flatMap((one) => one ?? []));
    else {
      const { into, primaryHeld } = await levers.merge(primary, other);
      changes.merged({ primary, other, into }, primaryHeld);
      alive.push(into);
    }
  }
}

type Control = Place['control'];
const dealSchema = z.object({ id: z.string(), properties: z.record(z.string(), z.string()) });

export async function hubspotLevers(control: Control, chance: SeededChance): Promise<Levers> {
  const { owners } = z
    .object({ owners: z.array(z.object({ id: z.string(), archived: z.boolean() })) })
    .parse(await control('GET', '/hubspot/state'));
  const set = (id: string, properties: Record<string, string>) =>
    control('PATCH', `/hubspot/deals/${id}`, { properties });
  return {
    provider: 'hubspot',
    ownerIds: owners.filter(({ archived }) => !archived).map(({ id }) => id),
    move: (id, to) => control('POST', `/hubspot/deals/${id}/stage`, { to }),
    set,
    async setCompany(id, properties) {
      const shown = await control('PATCH', `/hubspot/deals/${id}/company`, { properties });
      return z.object({ company: z.object({ id: z.string() }) }).parse(shown).company.id;
    },
    setOwner: (id, ownerId) => set(id, { hubspot_owner_id: ownerId }),
    async setAmount(id) {
      const amount = Math.round(chance.between(1_000, 90_000));
      await set(id, { amount: String(amount) });
      return amount;
    },
    remove: (id) => control('DELETE', `/hubspot/deals/${id}`),
    restore: (id) => control('POST', `/hubspot/deals/${id}/restore`),
    async merge(primaryId, mergedId) {
      const keepsPrimaryId = chance.next() < 0.5;
      const { properties } = dealSchema.parse(await control('GET', `/hubspot/deals/${primaryId}`));
      const merged = await control('POST', '/hubspot/deals/merge', { primaryId, mergedId, keepsPrimaryId });
      return { into: dealSchema.parse(merged).id, primaryHeld: properties };
    },
  };
}

const shownSchema = z.object({
  amount: z.number().nullable(),
  lineItems: z.array(z.object({ id: z.string() })).min(1),
});

export async function salesforceLevers(control: Control, chance: SeededChance): Promise<Levers> {
  const { records } = z
    .object({ records: z.object({ User: z.record(z.string(), z.record(z.string(), z.unknown())) }) })
    .parse(await control('GET', '/salesforce/state'));
  const at = (id: string): string => `/salesforce/opportunities/${id}`;
  return {
    provider: 'salesforce',
    ownerIds: Object.entries(records.User)
      .filter(([, user]) => user['IsActive'] !== false && user['Email'])
      .map(([id]) => id),
    move: (id, to) => control('POST', `${at(id)}/stage`, { to }),
    set: (id, given) => control('PATCH', at(id), { fields: withNumbers(given) }),
    async setCompany(id, given) {
      const shown = await control('PATCH', `${at(id)}/account`, { fields: withNumbers(given) });
      return z.object({ account: z.object({ Id: z.string() }) }).parse(shown).account.Id;
    },
    setOwner: (id, ownerId) => control('PATCH', at(id), { fields: { OwnerId: ownerId } }),
    async setAmount(id) {
      const { lineItems } = shownSchema.parse(await control('GET', at(id)));
      const quantity = Math.ceil(chance.between(1, 200));
      const item = `${at(id)}/line-items/${pick(chance, lineItems).id}`;
      return shownSchema.parse(await control('PATCH', item, { quantity })).amount ?? 0;
    },
    remove: (id) => control('DELETE', at(id)),
    restore: (id) => control('POST', `${at(id)}/undelete`),
    merge: null,
  };
}

const withNumbers = (given: Record<string, string>): Record<string, string | number> =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, /^\d+$/.test(value) ? Number(value) : value]));
