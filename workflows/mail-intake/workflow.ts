import { proxyActivities } from '@temporalio/workflow';
import type { MailIntakeInput } from '../../src/contracts/processes.ts';
import { drainProfile, taskQueues } from '../../temporal.config.ts';
import { listenForChanges, renewWhenSuggested } from '../changed.ts';
import type { MailIntakeActivities } from './messages.ts';

const { handlePendingMails } = proxyActivities<MailIntakeActivities>({
  ...drainProfile,
  taskQueue: taskQueues.messages,
});

/** The one reader of incoming mail, while some waits: an answer is never handled before the one that came before it. */
export async function mailIntake(input: MailIntakeInput): Promise<void> {
  const changes = listenForChanges();
  for (;;) {
    changes.clear();
    const { hasMore } = await handlePendingMails();
    if (!hasMore && !changes.isRaised()) return;
    await renewWhenSuggested(input);
  }
}
