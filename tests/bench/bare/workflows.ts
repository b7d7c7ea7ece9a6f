/** What Temporal costs by itself: workflows that do nothing but what their counterpart needs of it. */
import {
  condition,
  defineSignal,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
} from '@temporalio/workflow';

interface BareActivities {
  nothing(input: { key: string }): Promise<void>;
}
const activities = { startToCloseTimeout: '20s', retry: { maximumAttempts: 3 } } as const;
const { nothing: nothingFarAway } = proxyActivities<BareActivities>(activities);
const { nothing } = proxyLocalActivities<BareActivities>(activities);

export async function bareOnce({ key }: { key: string }): Promise<void> {
  await nothingFarAway({ key });
}

/** Stays, with one step behind it. */
export async function bareIdle({ key }: { key: string }): Promise<void> {
  await nothing({ key });
  await condition(() => false, '30 days');
}

/** Wakes at these times, with one step each. */
export async function bareWakes({ key, at }: { key: string; at: number[] }): Promise<void> {
  let isOver = false;
  setHandler(defineSignal('end'), () => {
    isOver = true;
  });
  await nothing({ key });
  for (const time of at) {
    await sleep(Math.max(1, time - Date.now()));
    await nothing({ key });
  }
  await condition(() => isOver, '30 days');
}
