import { atLocalTime, localDate } from './calendar.ts';
import { dateIn } from './mapping/reading.ts';
import type { Instant, LocalDate } from './model.ts';

const noon = 12 * 60;

interface WonDeal {
  /** a day, or a moment that falls on one of the zone */
  closeOn: LocalDate | null;
  createdAt: Instant | null;
  wonAt: Instant | null;
}

/**
 * Was this deal won before the day `since`? Its close date says so, which reps set themselves: a deal that stood open on
 * that day was won since, however old its close date; one that was brought in since, already won, was not.
 */
export const wasWonBefore = (deal: WonDeal, since: LocalDate, zone: string): boolean => {
  const closedOn = closeDay(deal, zone);
  if (closedOn === null || closedOn >= since) return false;
  const isBefore = (at: Instant | null): boolean => at !== null && localDate(at, zone) < since;
  return deal.wonAt === null || isBefore(deal.wonAt) || !isBefore(deal.createdAt);
};

/** The day that people see as its close date; null: it has none. */
export const closeDay = ({ closeOn }: Pick<WonDeal, 'closeOn'>, zone: string): LocalDate | null =>
  closeOn && dateIn(closeOn, zone);

/** The CRM's own note, since reps set close dates, also to days that lie ahead; of a deal brought in already won, its close date. */
export const wonWhen = (deal: WonDeal, zone: string): Instant | null => {
  const { createdAt, wonAt } = deal;
  const closedAt = closeMoment(deal, zone);
  const wasBroughtIn = closedAt !== null && createdAt !== null && closedAt < createdAt;
  return wasBroughtIn ? closedAt : (wonAt ?? closedAt);
};

/** Of what is no more than a day its noon, which is that day for everybody near. */
const closeMoment = ({ closeOn }: WonDeal, zone: string): Instant | null => {
  const day = closeDay({ closeOn }, zone);
  if (closeOn === null || day === null) return null;
  return closeOn === day || localDate(closeOn, zone) !== day ? atLocalTime(day, noon, zone) : closeOn;
};
