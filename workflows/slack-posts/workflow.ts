import { proxyActivities } from '@temporalio/workflow';
import type { SlackPostsInput } from '../../src/contracts/processes.ts';
import { drainProfile, taskQueues } from '../../temporal.config.ts';
import { listenForChanges, renewWhenSuggested } from '../changed.ts';
import type { SlackPostActivities } from './messages.ts';

const { updateSlackPosts } = proxyActivities<SlackPostActivities>({ ...drainProfile, taskQueue: taskQueues.messages });

/** The one that keeps our posts in Slack up to date, while some may be untrue. */
export async function slackPosts(input: SlackPostsInput): Promise<void> {
  const changes = listenForChanges();
  for (;;) {
    changes.clear();
    const { hasMore, wakeInMs } = await updateSlackPosts();
    await renewWhenSuggested(input);
    if (hasMore || changes.isRaised()) continue;
    if (wakeInMs === null) return;
    await changes.wait(wakeInMs);
  }
}
