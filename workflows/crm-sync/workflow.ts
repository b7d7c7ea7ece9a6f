import { proxyActivities } from '@temporalio/workflow';
import type { ConnectionInput } from '../../src/contracts/processes.ts';
import { drainProfile, taskQueues } from '../../temporal.config.ts';
import { listenForChanges, renewWhenSuggested } from '../changed.ts';
import type { CrmSyncActivities } from './messages.ts';

const { drainCrmValues } = proxyActivities<CrmSyncActivities>({ ...drainProfile, taskQueue: taskQueues.crm });

/** One per CRM connection, while values wait to be written; the CRM may be away for as long as it likes. */
export async function crmSync(input: ConnectionInput): Promise<void> {
  const changes = listenForChanges();
  for (;;) {
    changes.clear();
    const { hasMore, wakeInMs } = await drainCrmValues(input);
    await renewWhenSuggested(input);
    if (hasMore || changes.isRaised()) continue;
    if (wakeInMs === null) return;
    await changes.wait(wakeInMs);
  }
}
