/** Words are in no index: of all onboardings they are looked for in the last days, unless somebody says since when. */
import { localDate } from '../../domain/calendar.ts';
import { addDays } from '../../domain/local-date.ts';
import type { LedgerFilter } from '../../db/queries/list-ledger.ts';

const days = 30;

/** @returns the first day of those that are looked through; null: nothing bounds them but what is asked for */
export function ledgerSince(
  { actor, search, onboardingId, recordId, from, to }: Omit<LedgerFilter, 'limit' | 'cursor'>,
  now: Date,
): string | null {
  const isOfAll = onboardingId === undefined && recordId === undefined;
  if ((!actor && !search) || !isOfAll || from !== undefined) return null;
  return addDays(to ?? localDate(now.toISOString(), 'UTC'), -days);
}
