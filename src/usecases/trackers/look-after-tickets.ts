/** Keeps tasks and their tickets together, one after the other; a tracker that is away holds up nothing but its own. */
import { nextTicketInMs, postponeTicket, takeTickets, type TicketRow } from '../../db/tickets.ts';
import { isAppError } from '../../errors.ts';
import { lookAfterTicket } from './look-after-ticket.ts';
import type { TrackerDeps } from './tracker-deps.ts';

const batchSize = 10;
const awaySeconds = 60;
/** what the tracker does not take changes when somebody changes it there or here */
const refusedSeconds = 3600;

export async function lookAfterTickets(deps: TrackerDeps): Promise<{ hasMore: boolean; wakeInMs: number | null }> {
  const names = [...deps.trackers.keys()];
  if (names.length === 0) return { hasMore: false, wakeInMs: null };
  await deps.clock.refresh();
  const due = await takeTickets(deps.db, names, batchSize);
  /** what a tracker that does not answer now is not asked for again */
  const away = new Map<string, { error: string; seconds: number }>();
  for (const ticket of due) {
    const gone = away.get(ticket.tracker);
    if (gone) await postponeTicket(deps.db, ticket, gone.error, gone.seconds);
    else await attempt(deps, ticket, away);
  }
  return { hasMore: due.length === batchSize, wakeInMs: await nextTicketInMs(deps.db, names) };
}

async function attempt(
  deps: TrackerDeps,
  ticket: TicketRow,
  away: Map<string, { error: string; seconds: number }>,
): Promise<void> {
  try {
    await lookAfterTicket(deps, ticket);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const seconds = secondsUntilAgain(error);
    deps.logger.warn({ taskId: ticket.taskId, tracker: ticket.tracker, err: error }, 'A ticket is looked after later');
    await postponeTicket(deps.db, ticket, message, seconds);
    if (isAppError(error) && stopsAll.has(error.code)) away.set(ticket.tracker, { error: message, seconds });
  }
}

const stopsAll = new Set(['tracker_throttled', 'tracker_unavailable', 'tracker_revoked']);

function secondsUntilAgain(error: unknown): number {
  if (!isAppError(error)) return awaySeconds;
  if (error.retryAfterMs !== undefined) return error.retryAfterMs / 1000;
  return error.code === 'tracker_rejected' ? refusedSeconds : awaySeconds;
}
