import { localDate } from './calendar.ts';
import type { Instant, LocalDate } from './model.ts';

interface WonDeal {
  closedAt: Instant | null;
  createdAt: Instant | null;
  wonAt: Instant | null;
}

/**
 * Was this deal won before the day `since`? Its close date says so, which reps set themselves: a deal that stood open on
 * that day was won since, however old its close date; one that was brought in since, already won, was not.
 */
export const wasWonBefore = ({ closedAt, createdAt, wonAt }: WonDeal, since: LocalDate, zone: string): boolean => {
  const isBefore = (at: Instant | null): boolean => at !== null && localDate(at, zone) < since;
  if (!isBefore(closedAt)) return false;
  return wonAt === null || isBefore(wonAt) || !isBefore(createdAt);
};

/** The CRM's own note, since reps set close dates, also to days that lie ahead; of a deal brought in already won, its close date. */
export const wonWhen = ({ closedAt, createdAt, wonAt }: WonDeal): Instant | null => {
  const wasBroughtIn = closedAt !== null && createdAt !== null && closedAt < createdAt;
  return wasBroughtIn ? closedAt : (wonAt ?? closedAt);
};
