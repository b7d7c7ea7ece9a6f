import { ActivityFailure, log, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { PersonDigestInput } from '../../src/contracts/processes.ts';
import { decisionProfile, messageProfile, taskQueues } from '../../temporal.config.ts';
import { listenForChanges, renewWhenSuggested } from '../changed.ts';
import type { DeliveryActivities, DigestActivities } from './messages.ts';

const { claimDigest } = proxyLocalActivities<DigestActivities>(decisionProfile);
const { deliverMessage } = proxyActivities<DeliveryActivities>({ ...messageProfile, taskQueue: taskQueues.messages });

/** One per person, while something is to be said: one message at a time, when it suits them. */
export async function personDigest(input: PersonDigestInput): Promise<void> {
  const changes = listenForChanges();
  for (;;) {
    changes.clear();
    const next = await claimDigest(input);
    if (next.messageId !== null) {
      try {
        await deliverMessage({ messageId: next.messageId });
      } catch (error) {
        if (!(error instanceof ActivityFailure)) throw error;
        log.warn('A message was not delivered', { messageId: next.messageId });
      }
      continue;
    }
    if (next.wakeInMs === null && !changes.isRaised()) return;
    await renewWhenSuggested(input);
    await changes.wait(next.wakeInMs);
  }
}
