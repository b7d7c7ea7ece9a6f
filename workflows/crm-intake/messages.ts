import type { ConnectionInput } from '../../src/contracts/processes.ts';

export interface IntakeActivities {
  /** Reads the deals of one batch of pending events and applies them. */
  drainInbox(input: ConnectionInput): Promise<{ hasMore: boolean }>;
}
