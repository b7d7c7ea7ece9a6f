import type { OnboardingInput } from '../../src/contracts/processes.ts';

export interface CheckInActivities {
  /** Opens what is due: success handover, check-ins, renewal reminders. */
  advanceCheckIns(input: OnboardingInput): Promise<{ wakeInMs: number | null; isOver: boolean }>;
}
