/** The one signal: coalesced, without payload. What changed stands in PostgreSQL. */
import { condition, continueAsNew, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';

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

/** Ends this run with a fresh history when Temporal asks for it. */
export async function renewWhenSuggested(input: object): Promise<void> {
  if (workflowInfo().continueAsNewSuggested) await continueAsNew<(input: object) => Promise<void>>(input);
}
