import { ActivityFailure, log, proxyActivities } from '@temporalio/workflow';
import { taskQueues, vendorProfile } from '../../temporal.config.ts';
import type { ReconcileActivities } from './messages.ts';

const { listConnections, reconcileConnection } = proxyActivities<ReconcileActivities>({
  ...vendorProfile,
  taskQueue: taskQueues.crm,
  startToCloseTimeout: '20m',
  retry: { ...vendorProfile.retry, maximumAttempts: 5 },
});

/** Started by a schedule; one connection that is away does not keep the others from being looked at. */
export async function reconcile(): Promise<void> {
  for (const connectionId of await listConnections()) {
    try {
      await reconcileConnection({ connectionId });
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      log.warn('A connection could not be reconciled', { connectionId });
    }
  }
}
