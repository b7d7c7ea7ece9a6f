import { ActivityFailure, log, patched, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { PersonDigestInput } from '../../src/contracts/processes.ts';
import { decisionProfile, messageProfile, taskQueues } from '../../temporal.config.ts';
import { listenForChanges, renewWhenSuggested } from '../changed.ts';
import type { DeliveryActivities, DigestActivities } from './messages.ts';

const { claimDigest } = proxyLocalActivities<DigestActivities>(decisionProfile);
const { deliverMessage } = proxyActivities<DeliveryActivities>({ ...messageProfile, taskQueue: taskQueues.messages });

/** A wake further away is left to the rounds, which look at everybody who is due at once. */
const nearMs = 90_000;

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
    if (next.wakeInMs !== null && next.wakeInMs > nearMs && !changes.isRaised() && patched('digest-rounds')) return;
    await renewWhenSuggested(input);
    await changes.wait(next.wakeInMs);
  }
}
