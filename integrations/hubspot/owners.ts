import type { CrmOwner } from '../ports.ts';
import { createCached } from '../cached.ts';
import { ownersSchema } from './schemas.ts';
import type { Transport } from './transport.ts';

export interface Owners {
  /** Null: nobody, or without an address. Who left HubSpot is found as inactive. */
  find(ownerId: string): Promise<CrmOwner | null>;
  /** By id or mail address, as they are now. @returns by the name asked with */
  findAll(names: string[]): Promise<Map<string, CrmOwner>>;
}

const pageSize = 500;

/** Those who left are read only when somebody is missing among the active ones. */
export function createOwners(transport: Transport, ttlMs = 10 * 60_000): Owners {
  const load = async (isRefresh: boolean): Promise<Map<string, CrmOwner>> => {
    const [active, archived] = await Promise.all([
      readOwners(transport, false),
      isRefresh ? readOwners(transport, true) : [],
    ]);
    // one address may have had several owners: the active one is read last
    const all = [...archived, ...active];
    return new Map([
      ...all.map((owner) => [owner.email.toLowerCase(), owner] as const),
      ...all.map((owner) => [owner.id, owner] as const),
    ]);
  };
  const cached = createCached({ load, ttlMs });
  const keyOf = (name: string): string => name.trim().toLowerCase();
  return {
    find: async (ownerId) => (await cached.get()).get(ownerId) ?? (await cached.refresh()).get(ownerId) ?? null,
    async findAll(names) {
      if (names.length === 0) return new Map();
      const found = await cached.refresh();
      return new Map(
        names.flatMap((name) => {
          const owner = found.get(keyOf(name));
          return owner ? [[name, owner] as const] : [];
        }),
      );
    },
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
