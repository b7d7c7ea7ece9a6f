/** What an absence reply says, set for the person as if somebody had entered it: who stands in is asked meanwhile. */
import { personAt } from '../../db/people.ts';
import { addDays, addMonths } from '../../domain/local-date.ts';
import type { LocalDate, Person } from '../../domain/model.ts';
import { nextBusinessDay, todayOf, workHoursOf } from '../../domain/work-hours.ts';
import { updatePerson } from '../people/change-person.ts';
import type { ReplyDeps } from './deps.ts';

const longestMonths = 12;

export type AbsenceSet = { result: 'set'; until: LocalDate } | { result: 'unchanged' | 'doubtful'; reason: string };

interface AbsenceNote {
  personId: string;
  /** whose zone and country hold where the person's own are not known */
  onboardingId: string | null;
  from: LocalDate | null;
  until: LocalDate | null;
}

/**
 * Away from and until the named dates; without the last until the next working day, when somebody who is still away answers
 * again. Only one absence is kept: what is known and touches it becomes one with it, else a person decides.
 */
export async function setAbsence(
  deps: ReplyDeps,
  { personId, onboardingId, from, until }: AbsenceNote,
  isAgreed = false,
): Promise<AbsenceSet> {
  const found = await personAt(deps.db, personId, onboardingId);
  if (!found) return { result: 'unchanged', reason: 'the person is no longer known' };
  const hours = workHoursOf(found.person, found.timezone);
  const today = todayOf(hours, deps.clock.now().toISOString());
  const last = until ?? nextBusinessDay(today, hours);
  if (last < today) return { result: 'unchanged', reason: `the absence ended on ${last}` };
  if (last > addMonths(today, longestMonths) && !isAgreed)
    return { result: 'doubtful', reason: `an absence until ${last} is unusually long` };
  const said = { from: from !== null && from > today ? from : today, until: last };
  const known = absenceOf(found.person, today);
  if (known && known.from <= said.from && (known.until ?? said.until) >= said.until)
    return { result: 'unchanged', reason: `known to be away ${spanOf(known)}` };
  const joined = known && joinedWith(known, said);
  if (known && !joined && !isAgreed)
    return { result: 'doubtful', reason: `it would take the place of the absence ${spanOf(known)}` };
  const { from: absentFrom, until: absentUntil } = joined ?? said;
  await updatePerson(deps, personId, { absentFrom, absentUntil }, false);
  return { result: 'set', until: absentUntil };
}

interface Absence {
  from: LocalDate;
  /** null: nobody knows yet */
  until: LocalDate | null;
}

const spanOf = ({ from, until }: Absence): string =>
  until === null ? `from ${from} without an end` : `from ${from} to ${until}`;

/** One where they touch. Whether what had no end has one now is for a person to say. */
function joinedWith(known: Absence, said: { from: LocalDate; until: LocalDate }) {
  if (known.until === null || known.from > addDays(said.until, 1) || said.from > addDays(known.until, 1)) return null;
  return {
    from: known.from < said.from ? known.from : said.from,
    until: known.until > said.until ? known.until : said.until,
  };
}

const absenceOf = (
  { absentFrom, absentUntil }: Pick<Person, 'absentFrom' | 'absentUntil'>,
  today: LocalDate,
): Absence | null => {
  if (absentUntil === null) return absentFrom === null ? null : { from: absentFrom, until: null };
  return absentUntil < today ? null : { from: absentFrom ?? today, until: absentUntil };
};
