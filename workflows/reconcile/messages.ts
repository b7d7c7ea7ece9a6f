import type { ConnectionInput } from '../../src/contracts/processes.ts';

export interface ReconcileActivities {
  listConnections(): Promise<string[]>;
  /** Won deals that no event announced go to the inbox; values that drifted go to the ledger, never overwritten. */
  reconcileConnection(input: ConnectionInput): Promise<{ missedDeals: number; driftedValues: number }>;
}
