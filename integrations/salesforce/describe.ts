/**
 * What the organisation has, and our user may see: one column too many, removed or hidden from us, refuses a whole
 * query, so nothing is asked for that is not there.
 */
import { isAppError } from '../../src/errors.ts';
import { type Cached, createCached } from '../cached.ts';
import { type DescribedField, type DescribedObject, describedObjectSchema } from './schemas.ts';
import type { Transport } from './transport.ts';

export interface Describe {
  /** null: there is no such object, or our user may not see it */
  object(name: string): Promise<DescribedObject | null>;
  fieldsOf(name: string): Promise<Map<string, DescribedField>>;
  /**
   * Of these columns those that can be asked for; `Account.Name` goes by the field of the account. One that was never
   * asked for before may be new, so the objects of those that are missing are described anew, once.
   */
  columns(name: string, wanted: readonly string[]): Promise<string[]>;
  /** what changed meanwhile is seen again: of one object, or of all */
  forget(name?: string): void;
}

/** the objects that columns of another lead to */
const relations: Record<string, string> = {
  Account: 'Account',
  Contact: 'Contact',
  LastModifiedBy: 'User',
  Owner: 'User',
  Product2: 'Product2',
};

export function createDescribe(transport: Transport, ttlMs = 30 * 60_000): Describe {
  const known = new Map<string, Cached<DescribedObject | null>>();
  const loaded = new Set<string>();
  const asked = new Set<string>();
  const object = async (name: string): Promise<DescribedObject | null> => {
    const cached = known.get(name) ?? createCached({ load: () => load(transport, name), ttlMs });
    known.set(name, cached);
    const described = await cached.get();
    if (described) loaded.add(name);
    return described;
  };
  const fieldsOf = async (name: string): Promise<Map<string, DescribedField>> =>
    new Map((await object(name))?.fields.map((field) => [field.name, field]));
  const among = async (name: string, wanted: readonly string[]): Promise<string[]> => {
    const isThere = await Promise.all(
      wanted.map(async (column) => {
        const place = placeOf(name, column);
        return (await fieldsOf(place.object)).has(place.field);
      }),
    );
    return wanted.filter((_, index) => isThere[index]);
  };
  return {
    object,
    fieldsOf,
    async columns(name, wanted) {
      const before = new Set(loaded);
      const there = await among(name, wanted);
      const added = wanted.filter((column) => !there.includes(column) && !asked.has(`${name}.${column}`));
      for (const column of wanted) asked.add(`${name}.${column}`);
      const stale = added.map((column) => placeOf(name, column).object).filter((object) => before.has(object));
      if (stale.length === 0) return there;
      for (const object of stale) known.delete(object);
      return among(name, wanted);
    },
    forget(name) {
      if (name === undefined) known.clear();
      else known.delete(name);
    },
  };
}

function placeOf(name: string, column: string): { object: string; field: string } {
  const path = column.split('.');
  const [field = column, relation] = path.toReversed();
  return { object: relation === undefined ? name : (relations[relation] ?? relation), field };
}

async function load(transport: Transport, name: string): Promise<DescribedObject | null> {
  try {
    return await transport.call({
      doing: `reading the fields of ${name}`,
      answer: describedObjectSchema,
      method: 'GET',
      path: `/sobjects/${name}/describe`,
    });
  } catch (error) {
    if (isAppError(error) && error.code === 'crm_not_found') return null;
    throw error;
  }
}

const fieldIsGone = ['INVALID_FIELD', 'INVALID_TYPE'];

/** A field may go between the description and the query: then both are read once more. */
export async function withFreshFields<T>(describe: Describe, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isAppError(error) || !fieldIsGone.includes(String(error.details['errorCode']))) throw error;
    describe.forget();
    return read();
  }
}
