import type { Drained } from '../../src/contracts/processes.ts';

export interface SlackPostActivities {
  /** Writes one batch of posts anew that may no longer say what is true. */
  updateSlackPosts(): Promise<Drained>;
}
