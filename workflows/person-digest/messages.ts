import type { ClaimedDigest, PersonDigestInput } from '../../src/contracts/processes.ts';

export interface DigestActivities {
  claimDigest(input: PersonDigestInput): Promise<ClaimedDigest>;
}
export interface DeliveryActivities {
  /** Sends a claimed message and settles its row; a repeat finds it settled. */
  deliverMessage(input: { messageId: string }): Promise<void>;
}
