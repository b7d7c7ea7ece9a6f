/** What workflows cause in trackers. */
import { lookAfterTickets } from '../src/usecases/trackers/look-after-tickets.ts';
import type { TrackerDeps } from '../src/usecases/trackers/tracker-deps.ts';
import type { TicketSyncActivities } from '../workflows/ticket-sync/messages.ts';
import { whileHeartbeating } from './heartbeat.ts';

export const createTrackerActivities = (deps: TrackerDeps): TicketSyncActivities => ({
  lookAfterTickets: () => whileHeartbeating(() => lookAfterTickets(deps)),
});
