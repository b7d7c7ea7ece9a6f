import { proxyActivities } from '@temporalio/workflow';
import type { ConnectionInput } from '../../src/contracts/processes.ts';
import { drainProfile, taskQueues } from '../../temporal.config.ts';
import { listenForChanges, renewWhenSuggested } from '../changed.ts';
import type { IntakeActivities } from './messages.ts';

const { drainInbox } = proxyActivities<IntakeActivities>({ ...drainProfile, taskQueue: taskQueues.crm });

/**
 * One per CRM connection, while events wait. One batch at a time: a single deal is read at once, and what arrives
 * meanwhile is read together, a hundred a call.
 */
export async function crmIntake(input: ConnectionInput): Promise<void> {
  const changes = listenForChanges();
  for (;;) {
    changes.clear();
    const { hasMore } = await drainInbox(input);
    if (!hasMore && !changes.isRaised()) return;
    await renewWhenSuggested(input);
  }
}
