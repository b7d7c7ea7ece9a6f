import { proxyActivities } from '@temporalio/workflow';
import type { DigestRoundsInput } from '../../src/contracts/processes.ts';
import { drainProfile, taskQueues } from '../../temporal.config.ts';
import { listenForChanges, renewWhenSuggested } from '../changed.ts';
import type { DigestRoundActivities } from './messages.ts';

const { sendDueDigests } = proxyActivities<DigestRoundActivities>({ ...drainProfile, taskQueue: taskQueues.messages });

/** The one that wakes whole zones: thousands are due at nine o'clock, and a timer for each would take minutes. Never ends. */
export async function digestRounds(input: DigestRoundsInput): Promise<void> {
  const changes = listenForChanges();
  for (;;) {
    changes.clear();
    const { hasMore, wakeInMs } = await sendDueDigests();
    await renewWhenSuggested(input);
    if (!hasMore && !changes.isRaised()) await changes.wait(wakeInMs);
  }
}
