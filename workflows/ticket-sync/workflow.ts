import { proxyActivities } from '@temporalio/workflow';
import type { TicketSyncInput } from '../../src/contracts/processes.ts';
import { drainProfile, taskQueues } from '../../temporal.config.ts';
import { listenForChanges, renewWhenSuggested } from '../changed.ts';
import type { TicketSyncActivities } from './messages.ts';

const { lookAfterTickets } = proxyActivities<TicketSyncActivities>({ ...drainProfile, taskQueue: taskQueues.crm });

/** The one that keeps tasks and their tickets together: nobody else compares them, so that none is created twice. */
export async function ticketSync(input: TicketSyncInput): Promise<void> {
  const changes = listenForChanges();
  for (;;) {
    changes.clear();
    const { hasMore, wakeInMs } = await lookAfterTickets();
    await renewWhenSuggested(input);
    if (hasMore || changes.isRaised()) continue;
    if (wakeInMs === null) return;
    await changes.wait(wakeInMs);
  }
}
