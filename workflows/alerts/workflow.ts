import { proxyActivities } from '@temporalio/workflow';
import type { AlertsInput } from '../../src/contracts/processes.ts';
import { drainProfile, taskQueues } from '../../temporal.config.ts';
import { listenForChanges, renewWhenSuggested } from '../changed.ts';
import type { AlertActivities } from './messages.ts';

const { tellAlerts } = proxyActivities<AlertActivities>({ ...drainProfile, taskQueue: taskQueues.messages });

/** The one that tells administrators what is wrong, so that nobody hears the same twice. */
export async function alerts(input: AlertsInput): Promise<void> {
  const changes = listenForChanges();
  do {
    changes.clear();
    await tellAlerts();
    await renewWhenSuggested(input);
  } while (changes.isRaised());
}
