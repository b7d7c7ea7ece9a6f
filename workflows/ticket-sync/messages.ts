import type { Drained } from '../../src/contracts/processes.ts';

export interface TicketSyncActivities {
  /** Compares tasks and their tickets, those first that have waited longest. */
  lookAfterTickets(): Promise<Drained>;
}
