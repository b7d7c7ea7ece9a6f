/** The organisation's own people; those of its customers and partners (`UserType`) are found by their id alone. */
import type { CrmOwner } from '../ports.ts';
import { toLongId } from './record-id.ts';
import { readByIds, type Row } from './soql.ts';
import type { Transport } from './transport.ts';
import { idAt, isTrueAt, textAt } from './values.ts';

/** Several users may share one address: an active one comes before those who left. */
export async function findUsers(transport: Transport, names: string[]): Promise<Map<string, CrmOwner>> {
  const idOf = (name: string): string => toLongId(name.trim()) ?? '';
  const mailOf = (name: string): string => name.trim().toLowerCase();
  const byId = await readUsers(transport, 'Id', names.map(idOf));
  const byMail = await readUsers(
    transport,
    'Email',
    names.map(mailOf).filter((name) => name.includes('@')),
  );
  const found = new Map([
    ...byMail.toSorted(inactiveFirst).map((user) => [mailOf(user.email), user] as const),
    ...byId.map((user) => [user.id, user] as const),
  ]);
  return new Map(
    names.flatMap((name) => {
      const user = found.get(idOf(name)) ?? found.get(mailOf(name));
      return user ? [[name, user] as const] : [];
    }),
  );
}

const inactiveFirst = (one: CrmOwner, other: CrmOwner): number => Number(one.isActive) - Number(other.isActive);

async function readUsers(transport: Transport, key: 'Id' | 'Email', wanted: string[]): Promise<CrmOwner[]> {
  const rows = await readByIds(transport, {
    doing: 'reading users',
    columns: ['Id', 'Name', 'Email', 'IsActive'],
    from: 'User',
    key,
    ids: wanted.filter((one) => one !== ''),
    ...(key === 'Email' && { rest: `AND UserType = 'Standard'` }),
  });
  return rows.flatMap((row) => toUser(row) ?? []);
}

function toUser(row: Row): CrmOwner | null {
  const email = textAt(row, 'Email');
  if (email === null) return null;
  return { id: idAt(row), email, name: textAt(row, 'Name') ?? email, isActive: isTrueAt(row, 'IsActive') };
}
