/**
 * A share of everything that we wrote, with each look: searches lag behind, and know nothing of what was deleted.
 * @returns where it ends, to be kept once it is compared: a look that fails begins with it again
 */
import type { Database } from '../../db/database.ts';
import { roundOf, settledPage, type SettledValue } from '../../db/drift.ts';

/** So many looks, ten minutes apart, go through everything once. */
const looksPerRound = 12;
/** records: what one call reads at least, and what is held in memory at most */
const [fewestTogether, mostTogether] = [100, 500];

export async function nextShare(
  db: Database,
  connectionId: string,
  compare: (values: SettledValue[]) => Promise<void>,
): Promise<string | null> {
  const { after, records } = await roundOf(db, connectionId);
  let comparedTo = after;
  for (let left = Math.max(fewestTogether, Math.ceil(records / looksPerRound)); left > 0; left -= mostTogether) {
    const together = Math.min(left, mostTogether);
    const values = await settledPage(db, { connectionId, after: comparedTo, records: together });
    await compare(values);
    const last = values.at(-1);
    const isOver = new Set(values.map(({ objectType, recordId }) => `${objectType}:${recordId}`)).size < together;
    comparedTo = last && !isOver ? `${last.objectType}:${last.recordId}` : null;
    if (comparedTo === null) break;
  }
  return comparedTo;
}
