/** The one signal: coalesced, without payload. What changed stands in PostgreSQL. */
import { condition, continueAsNew, defineSignal, patched, setHandler, workflowInfo } from '@temporalio/workflow';

export const changedSignal = defineSignal('changed');

export interface ChangedFlag {
  /** Forgets what was signalled so far: what follows reads the newest state. */
  clear(): void;
  /** Something here asks for another look. */
  raise(): void;
  isRaised(): boolean;
  /** Until a signal comes or the time is over; without a time, for a signal alone. */
  wait(wakeInMs: number | null): Promise<void>;
}

// A wake may lie years ahead; a timer that long is armed anew now and then.
const longestTimerMs = 30 * 24 * 3_600_000;

export function listenForChanges(): ChangedFlag {
  let raised = true;
  const raise = (): void => {
    raised = true;
  };
  setHandler(changedSignal, raise);
  return {
    clear: () => {
      raised = false;
    },
    raise,
    isRaised: () => raised,
    async wait(wakeInMs) {
      if (wakeInMs === null) await condition(() => raised);
      else await condition(() => raised, Math.min(Math.max(wakeInMs, 1), longestTimerMs));
    },
  };
}

/** Temporal asks for a new run at 4,096 events. */
const longestHistoryOnce = 1_000;

/**
 * A workflow that left the worker's cache is read again from its first event. While much is going on, a run of four hundred
 * did not come through that within a workflow task's three seconds, and whatever waits for it waits with it.
 */
const longestHistory = 200;

/** Ends this run with a fresh history when Temporal asks for it, or before. */
export async function renewWhenSuggested(input: object): Promise<void> {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  const isLong =
    (historyLength > longestHistory && patched('renew-after-200')) ||
    (historyLength > longestHistoryOnce && patched('renew-before-suggested'));
  if (continueAsNewSuggested || isLong) await continueAsNew<(input: object) => Promise<void>>(input);
}
