import type { CrmOwner } from '../ports.ts';
import { createCached } from '../cached.ts';
import { ownersSchema } from './schemas.ts';
import type { Transport } from './transport.ts';

export interface Owners {
  /** Null: nobody, or without an address. Who left HubSpot is found as inactive. */
  find(ownerId: string): Promise<CrmOwner | null>;
}

const pageSize = 500;

/** Those who left are read only when somebody is missing among the active ones. */
export function createOwners(transport: Transport, ttlMs = 10 * 60_000): Owners {
  const load = async (isRefresh: boolean): Promise<Map<string, CrmOwner>> => {
    const [active, archived] = await Promise.all([
      readOwners(transport, false),
      isRefresh ? readOwners(transport, true) : [],
    ]);
    return new Map([...archived, ...active].map((owner) => [owner.id, owner]));
  };
  const cached = createCached({ load, ttlMs });
  return {
    find: async (ownerId) => (await cached.get()).get(ownerId) ?? (await cached.refresh()).get(ownerId) ?? null,
  };
}

async function readOwners(transport: Transport, archived: boolean): Promise<CrmOwner[]> {
  const owners: CrmOwner[] = [];
  let after: string | undefined;
  do {
    const page = await transport.call({
      doing: 'reading owners',
      answer: ownersSchema,
      isRead: true,
      send: (client) => client.crm.owners.ownersApi.getPage(undefined, after, pageSize, archived),
    });
    for (const { id, email, firstName, lastName } of page.results) {
      if (email)
        owners.push({ id, email, name: [firstName, lastName].filter(Boolean).join(' ') || email, isActive: !archived });
    }
    after = page.paging?.next?.after;
  } while (after !== undefined);
  return owners;
}
