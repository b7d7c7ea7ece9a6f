/** What a ladder asks of one person at most. Whoever is asked less is asked first, so that a cap lets nobody be forgotten. */
import type { Pass } from '../advance/pass.ts';
import { addBusinessDays, localDate } from '../calendar.ts';
import type { ChaseState, Instant, LocalDate } from '../model.ts';
import { windowFrom } from '../send-window.ts';
import { nextBusinessDay, type WorkHours } from '../work-hours.ts';
import type { Subject } from './subject.ts';

export interface Capped {
  why: string;
  /** from then on they may be asked; null: the cap is used up */
  until: LocalDate | null;
}

/** The date on which somebody hears of what is planned now, in hours of their own. */
export const heardOn = (now: Instant, notBefore: Instant, hours: WorkHours): LocalDate =>
  localDate(windowFrom(notBefore > now ? notBefore : now, hours), hours.timezone);

/** What else this person is asked for on that day. */
const alsoAsked = ({ state }: Pass, { chase }: Subject, personId: string, on: LocalDate): number =>
  [...state.tasks, ...state.blockers].filter(
    ({ chase: other }) => other !== chase && other.askedOn === on && other.askedId === personId,
  ).length;

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** Why this person is not asked on that day; null where no cap stands in the way. */
export const cappedBy = (
  pass: Pass,
  subject: Subject,
  { personId, on, hours }: { personId: string; on: LocalDate; hours: WorkHours },
): Capped | null => {
  const { chase, ladder } = subject;
  // twice on one day would be heard in one message
  const { perTask, apartDays = 1, perDay } = ladder.caps ?? {};
  const asks = chase.asks ?? 0;
  if (perTask !== undefined && asks >= perTask)
    return { why: `Asked ${times(asks)} already, as often as the ladder allows`, until: null };
  const freeOn = chase.askedOn === undefined ? null : addBusinessDays(chase.askedOn, apartDays, hours.calendar);
  if (freeOn !== null && on < freeOn)
    return { why: `Asked on ${chase.askedOn ?? ''}: by the ladder not again before ${freeOn}`, until: freeOn };
  if (perDay === undefined || alsoAsked(pass, subject, personId, on) < perDay) return null;
  const what = perDay === 1 ? 'something else' : `${perDay} other things`;
  return {
    why: `Asked for ${what} on ${on}, as much as the ladder allows on one day`,
    until: nextBusinessDay(on, hours),
  };
};

/** Counts a nudge where the ladder has caps. */
export const countAsk = ({ chase, ladder }: Subject, on: LocalDate): void => {
  if (ladder.caps === undefined) return;
  chase.asks = (chase.asks ?? 0) + 1;
  chase.askedOn = on;
};

/** Who was asked for it least comes first; without caps all stay where they are. */
export const byAsks = (a: { chase: ChaseState }, b: { chase: ChaseState }): number =>
  (a.chase.asks ?? 0) - (b.chase.asks ?? 0);
