/** Ladders against the calendar: which rung has been reached, and when the next one comes. */
import { addBusinessDays, businessDaysBetween, workingDayFrom } from '../calendar.ts';
import type { LocalDate } from '../model.ts';
import type { Ladder, LadderRung, Playbook } from '../playbook.ts';
import type { WorkHours } from '../work-hours.ts';
import { standardLadder } from './default-ladders.ts';

export interface ReachedRung {
  index: number;
  rung: LadderRung;
  /** the day it stands for; of a repeating one the latest */
  on: LocalDate;
}

export interface Climb {
  reached: ReachedRung | null;
  /** the day on which another rung is reached */
  nextOn: LocalDate | null;
  /** all rungs that have been reached, from the top */
  below: ReachedRung[];
}

/** The playbook's ladder of that name, else its default, else the one a good CSM would choose. */
export const ladderNamed = (playbook: Pick<Playbook, 'ladders'> | null, name: string): Ladder => {
  const named = playbook?.ladders[name] ?? playbook?.ladders['default'];
  return named && named.rungs.length > 0 ? named : standardLadder;
};

export const isEscalating = ({ kind }: LadderRung): boolean => kind === 'hold_notice' || kind === 'escalation';

/** Days of one rung up to `today`: its last one, and the next one after that. */
const daysOf = (
  rung: LadderRung,
  baseOn: LocalDate,
  today: LocalDate,
  { calendar }: WorkHours,
): { on: LocalDate | null; nextOn: LocalDate | null } => {
  const first = addBusinessDays(baseOn, rung.at, calendar);
  if (first > today) return { on: null, nextOn: first };
  const every = rung.repeatEvery;
  if (every === null || every <= 0) return { on: first, nextOn: null };
  const lastOn = rung.until === undefined ? null : addBusinessDays(baseOn, rung.until, calendar);
  const seenOn = lastOn !== null && lastOn < today ? lastOn : today;
  const repeats = Math.max(0, Math.floor(businessDaysBetween(first, seenOn, calendar) / every));
  const nextOn = addBusinessDays(first, (repeats + 1) * every, calendar);
  return {
    on: addBusinessDays(first, repeats * every, calendar),
    nextOn: lastOn !== null && nextOn > lastOn ? null : nextOn,
  };
};

/**
 * How far the rungs that `isMeant` have been climbed by `today`, in business days of whoever is asked. A due date on a
 * day off counts as the next working day.
 */
export const climb = (
  rungs: readonly LadderRung[],
  isMeant: (rung: LadderRung) => boolean,
  dueOn: LocalDate,
  today: LocalDate,
  hours: WorkHours,
): Climb => {
  const baseOn = workingDayFrom(dueOn, hours.calendar);
  const below: ReachedRung[] = [];
  let nextOn: LocalDate | null = null;
  rungs.forEach((rung, index) => {
    if (!isMeant(rung)) return;
    const days = daysOf(rung, baseOn, today, hours);
    if (days.on !== null) below.unshift({ index, rung, on: days.on });
    if (days.nextOn !== null && (nextOn === null || days.nextOn < nextOn)) nextOn = days.nextOn;
  });
  return { reached: below[0] ?? null, nextOn, below };
};

/** business days after hearing that a task is theirs before a reminder tells them anything new */
const newsDays = 2;

/** Why a rung is passed over: they hear of the task on that day or later anyway, or heard of it the day before. */
export const toldJustBefore = (
  { rung, on }: ReachedRung,
  toldOn: LocalDate | null,
  { calendar }: WorkHours,
): string | null => {
  if (toldOn === null) return null;
  const isRecent = rung.kind === 'reminder' && businessDaysBetween(toldOn, on, calendar) < newsDays;
  return toldOn >= on || isRecent
    ? `Told on ${toldOn} that it can begin: no reminder ${rungInWords(rung)} as well`
    : null;
};

const businessDays = (count: number): string => `${count} business ${count === 1 ? 'day' : 'days'}`;

/** The rung in words: "2 business days before it is due"; of a blocker: "2 business days after it should be resolved". */
export const rungInWords = (rung: LadderRung, isOfBlocker = false): string => {
  const on = isOfBlocker ? 'on the day it should be resolved' : 'on the day it is due';
  const after = (days: number): string =>
    `${businessDays(days)} ${isOfBlocker ? 'after it should be resolved' : 'overdue'}`;
  const before = rung.at < 0 ? `${businessDays(-rung.at)} before it is due` : on;
  const when = rung.at > 0 ? after(rung.at) : before;
  const end = rung.until === undefined ? '' : ` until ${after(rung.until)}`;
  const again = rung.repeatEvery === null ? '' : `, then every ${businessDays(rung.repeatEvery)}${end}`;
  if (rung.kind === 'hold_notice') return `${when}: announces that it will be escalated`;
  return rung.kind === 'escalation' ? `${when}: escalated${again}` : `${when}${again}`;
};
