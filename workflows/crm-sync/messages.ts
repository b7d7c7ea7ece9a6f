import type { ConnectionInput, Drained } from '../../src/contracts/processes.ts';

export interface CrmSyncActivities {
  /** Writes one batch of wanted values. `wakeInMs`: when single values may be tried again; null: nothing is left. */
  drainCrmValues(input: ConnectionInput): Promise<Drained>;
}
