/** Reading by id. */
import { toLongId } from './record-id.ts';
import { readByIds, type Row } from './soql.ts';
import type { Transport } from './transport.ts';
import { idAt, textAt } from './values.ts';

/**
 * Records by the 18 characters of the id they were asked for with; those that do not exist are left out. An account that
 * was merged into another is found as that one: its old record stands in the recycle bin and names it.
 */
export async function readRecords(
  transport: Transport,
  sObject: 'Opportunity' | 'Account',
  ids: string[],
  columns: string[],
): Promise<Map<string, Row>> {
  const known = [...new Set(ids.flatMap((id) => toLongId(id) ?? []))];
  const read = (wanted: string[]): Promise<Row[]> =>
    readByIds(transport, {
      doing: `reading ${sObject}`,
      columns: [...new Set(['Id', ...columns])],
      from: sObject,
      key: 'Id',
      ids: wanted,
    });
  const found = new Map((await read(known)).map((row) => [idAt(row), row]));
  const missing = known.filter((id) => !found.has(id));
  if (sObject !== 'Account' || missing.length === 0) return found;
  const survivorOf = await readSurvivors(transport, missing);
  const survivors = new Map((await read([...survivorOf.values()])).map((row) => [idAt(row), row]));
  for (const [id, survivor] of survivorOf) {
    const row = survivors.get(survivor);
    if (row) found.set(id, row);
  }
  return found;
}

async function readSurvivors(transport: Transport, ids: string[]): Promise<Map<string, string>> {
  const rows = await readByIds(transport, {
    doing: 'reading merged accounts',
    columns: ['Id', 'MasterRecordId'],
    from: 'Account',
    key: 'Id',
    ids,
    withDeleted: true,
  });
  return new Map(
    rows.flatMap((row) => {
      const survivor = textAt(row, 'MasterRecordId');
      return survivor === null ? [] : [[idAt(row), survivor] as const];
    }),
  );
}
