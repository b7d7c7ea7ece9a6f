import type { BackfillInput } from '../../src/contracts/processes.ts';

export interface BackfillActivities {
  /** Looks through one page of deals, or takes over one batch of those chosen; each call stands by itself. */
  continueBackfill(input: BackfillInput): Promise<{ hasMore: boolean }>;
}
