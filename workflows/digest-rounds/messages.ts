import type { Drained } from '../../src/contracts/processes.ts';

export interface DigestRoundActivities {
  /** Claims and sends what is due to whoever is due by now. */
  sendDueDigests(): Promise<Drained>;
}
