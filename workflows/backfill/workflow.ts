import { proxyActivities } from '@temporalio/workflow';
import type { BackfillInput } from '../../src/contracts/processes.ts';
import { drainProfile, taskQueues } from '../../temporal.config.ts';
import { listenForChanges, renewWhenSuggested } from '../changed.ts';
import type { BackfillActivities } from './messages.ts';

const { continueBackfill } = proxyActivities<BackfillActivities>({ ...drainProfile, taskQueue: taskQueues.crm });

/** One per backfill, a batch at a time. It is started with the lowest priority, which its activities inherit. */
export async function backfill(input: BackfillInput): Promise<void> {
  const changes = listenForChanges();
  for (;;) {
    changes.clear();
    const { hasMore } = await continueBackfill(input);
    if (!hasMore && !changes.isRaised()) return;
    await renewWhenSuggested(input);
  }
}
