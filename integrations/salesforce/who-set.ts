import { readRecords } from './records.ts';
import { toLongId } from './record-id.ts';
import { changedBy } from './snapshot.ts';
import type { Transport } from './transport.ts';

/** Whoever changed the record last: of its fields only those say more that an organisation keeps a history of. */
export async function whoSet(
  transport: Transport,
  sObject: 'Opportunity' | 'Account',
  places: readonly { recordId: string; field: string }[],
): Promise<Map<string, string>> {
  const ids = places.map(({ recordId }) => recordId);
  const [rows, { userId }] = await Promise.all([
    readRecords(transport, sObject, ids, ['LastModifiedById', 'LastModifiedBy.Name']),
    transport.session(),
  ]);
  return new Map(
    places.flatMap(({ recordId, field }) => {
      const row = rows.get(toLongId(recordId) ?? '');
      const name = row ? changedBy(row, userId) : null;
      return name === null ? [] : [[`${recordId}:${field}`, name] as const];
    }),
  );
}
