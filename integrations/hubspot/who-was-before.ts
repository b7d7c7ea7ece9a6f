/** Who had set what a write found changed: asked once it is done, so that nothing comes between what was read and the write. */
import { isAppError } from '../../src/errors.ts';
import type { FieldWriteResult } from '../ports.ts';
import type { Owners } from './owners.ts';
import type { Transport } from './transport.ts';
import { whoSet } from './who-set.ts';

/** @param idOf the record's own id, also where another was merged into it */
export async function withNames(
  { transport, owners, objectType }: { transport: Transport; owners: Owners; objectType: 'deals' | 'companies' },
  results: FieldWriteResult[],
  idOf: (recordId: string) => string,
): Promise<FieldWriteResult[]> {
  const changed = results.flatMap((result) => (result.result === 'written' ? placesOf(result, idOf) : []));
  if (changed.length === 0) return results;
  const names = await whoSet(transport, owners, objectType, changed).catch((error: unknown) => {
    // the values are written, whoever it was
    if (!isAppError(error)) throw error;
    return new Map<string, string>();
  });
  return results.map((result) => {
    if (result.result !== 'written') return result;
    const changedBy = Object.fromEntries(
      placesOf(result, idOf).flatMap(({ recordId, field }) => {
        const name = names.get(`${recordId}:${field}`);
        return name === undefined ? [] : [[field, name]];
      }),
    );
    return Object.keys(changedBy).length > 0 ? { ...result, changedBy } : result;
  });
}

type Written = Extract<FieldWriteResult, { result: 'written' }>;

const placesOf = ({ recordId, before, changedByOthers = [] }: Written, idOf: (recordId: string) => string) =>
  changedByOthers.map((field) => ({ recordId: idOf(recordId), field, value: String(before[field] ?? '') }));
