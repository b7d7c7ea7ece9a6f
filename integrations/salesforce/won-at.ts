/** Since when an opportunity is won, where it went from one won stage to another: Salesforce keeps only when the last one began. */
import type { Instant } from '../../src/domain/model.ts';
import { instantAt } from './snapshot.ts';
import type { Row } from './soql.ts';
import type { Stages } from './stages.ts';
import { isTrueAt, textAt } from './values.ts';

/** Reps close on the day they close: a stage that began later is worth a look at those before it. */
export const mayHaveMovedOn = (opportunity: Row): boolean => {
  const changedAt = textAt(opportunity, 'LastStageChangeDate');
  const closeOn = textAt(opportunity, 'CloseDate');
  return isTrueAt(opportunity, 'IsWon') && changedAt !== null && closeOn !== null && changedAt.slice(0, 10) > closeOn;
};

/** @param history newest first; null where it does not tell */
export async function wonSince(history: Row[], stages: Stages): Promise<Instant | null> {
  let since: Instant | null = null;
  for (const row of history) {
    const stage = await stages.find(textAt(row, 'StageName') ?? '');
    if (!stage?.isWon) break;
    since = instantAt(row, 'CreatedDate');
  }
  return since;
}
