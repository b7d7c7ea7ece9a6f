import type { CrmOwner } from '../ports.ts';
import { createCached } from '../cached.ts';
import { ownersSchema } from './schemas.ts';
import type { Transport } from './transport.ts';

export interface Owners {
  /** Null: nobody, or without an address. Who left HubSpot is found as inactive. */
  find(ownerId: string): Promise<CrmOwner | null>;
  /** By id or mail address, as they are now. @returns by the name asked with */
  findAll(names: string[]): Promise<Map<string, CrmOwner>>;
  /** HubSpot's users have other ids than they have as owners. @returns their names; a user who is no owner is left out */
  namesOfUsers(userIds: string[]): Promise<ReadonlyMap<string, string>>;
}

interface Known {
  /** by id and by mail address */
  owners: Map<string, CrmOwner>;
  namesOfUsers: Map<string, string>;
}
interface Listed {
  owner: CrmOwner;
  userId: string | null;
}

const pageSize = 500;

/** Those who left are read only when somebody is missing among the active ones. */
export function createOwners(transport: Transport, ttlMs = 10 * 60_000): Owners {
  const load = async (isRefresh: boolean): Promise<Known> => {
    const [active, archived] = await Promise.all([
      readOwners(transport, false),
      isRefresh ? readOwners(transport, true) : [],
    ]);
    // one address may have had several owners: the active one is read last
    const all = [...archived, ...active];
    return {
      owners: new Map([
        ...all.map(({ owner }) => [owner.email.toLowerCase(), owner] as const),
        ...all.map(({ owner }) => [owner.id, owner] as const),
      ]),
      namesOfUsers: new Map(
        all.flatMap(({ owner, userId }) => (userId === null ? [] : [[userId, owner.name] as const])),
      ),
    };
  };
  const cached = createCached({ load, ttlMs });
  const keyOf = (name: string): string => name.trim().toLowerCase();
  return {
    find: async (ownerId) =>
      (await cached.get()).owners.get(ownerId) ?? (await cached.refresh()).owners.get(ownerId) ?? null,
    namesOfUsers: async (userIds) => (userIds.length === 0 ? new Map() : (await cached.get()).namesOfUsers),
    async findAll(names) {
      if (names.length === 0) return new Map();
      const { owners: found } = await cached.refresh();
      return new Map(
        names.flatMap((name) => {
          const owner = found.get(keyOf(name));
          return owner ? [[name, owner] as const] : [];
        }),
      );
    },
  };
}

async function readOwners(transport: Transport, archived: boolean): Promise<Listed[]> {
  const owners: Listed[] = [];
  let after: string | undefined;
  do {
    const page = await transport.call({
      doing: 'reading owners',
      answer: ownersSchema,
      isRead: true,
      send: (client) => client.crm.owners.ownersApi.getPage(undefined, after, pageSize, archived),
    });
    for (const { id, email, firstName, lastName, userId, userIdIncludingInactive } of page.results) {
      if (!email) continue;
      const name = [firstName, lastName].filter(Boolean).join(' ') || email;
      const user = userId ?? userIdIncludingInactive;
      owners.push({ owner: { id, email, name, isActive: !archived }, userId: user ? String(user) : null });
    }
    after = page.paging?.next?.after;
  } while (after !== undefined);
  return owners;
}
