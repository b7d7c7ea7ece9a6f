/** What an absence reply says, set for the person as if somebody had entered it: who stands in is asked meanwhile. */
import { peopleById } from '../../db/people.ts';
import { addMonths } from '../../domain/local-date.ts';
import type { LocalDate } from '../../domain/model.ts';
import { nextBusinessDay, todayOf, workHoursOf } from '../../domain/work-hours.ts';
import { updatePerson } from '../people/change-person.ts';
import type { ReplyDeps } from './deps.ts';

const longestMonths = 12;

export type AbsenceSet = { result: 'set'; until: LocalDate } | { result: 'unchanged' | 'doubtful'; reason: string };

/**
 * Away until the named date; without one until the next working day, when somebody who is still away answers again. A
 * longer absence that is known already stays.
 */
export async function setAbsence(
  deps: ReplyDeps,
  { personId, until }: { personId: string; until: LocalDate | null },
  isAgreed = false,
): Promise<AbsenceSet> {
  const [person] = await peopleById(deps.db, [personId]);
  if (!person) return { result: 'unchanged', reason: 'the person is no longer known' };
  const hours = workHoursOf(person, 'UTC');
  const today = todayOf(hours, deps.clock.now().toISOString());
  const last = until ?? nextBusinessDay(today, hours);
  if (last < today) return { result: 'unchanged', reason: `the absence ended on ${last}` };
  if (last > addMonths(today, longestMonths) && !isAgreed)
    return { result: 'doubtful', reason: `an absence until ${last} is unusually long` };
  if (person.absentUntil !== null && person.absentUntil >= last)
    return { result: 'unchanged', reason: `known to be away until ${person.absentUntil}` };
  const from = person.absentFrom !== null && person.absentFrom <= today ? person.absentFrom : today;
  await updatePerson(deps, personId, { absentFrom: from, absentUntil: last }, false);
  return { result: 'set', until: last };
}
