import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { reconcileSchedule, taskQueues } from '../../temporal.config.ts';

/** Created once; a schedule that is there already is left as it is, paused or not. */
export async function ensureReconcileSchedule(client: Client): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: reconcileSchedule.id,
      spec: { intervals: [{ every: reconcileSchedule.everyMs }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1m' },
      action: {
        type: 'startWorkflow',
        workflowType: 'reconcile',
        taskQueue: taskQueues.workflows,
        args: [],
        workflowId: 'reconcile',
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
