import { proxyLocalActivities } from '@temporalio/workflow';
import type { OnboardingInput } from '../../src/contracts/processes.ts';
import { decisionProfile } from '../../temporal.config.ts';
import { listenForChanges, renewWhenSuggested } from '../changed.ts';
import type { CheckInActivities } from './messages.ts';

const { advanceCheckIns } = proxyLocalActivities<CheckInActivities>(decisionProfile);

/** One per live customer, from go-live until the last renewal reminder. */
export async function checkIns(input: OnboardingInput): Promise<void> {
  const changes = listenForChanges();
  for (;;) {
    changes.clear();
    const next = await advanceCheckIns(input);
    if (next.isOver && !changes.isRaised()) return;
    await renewWhenSuggested(input);
    await changes.wait(next.wakeInMs);
  }
}
