import type { Advanced, OnboardingInput } from '../../src/contracts/processes.ts';

export interface OnboardingActivities {
  advance(input: OnboardingInput): Promise<Advanced>;
}
export interface EffectActivities {
  /** Claims, carries out and settles one effect; a repeat finds it settled. */
  carryOutEffect(input: { effectId: string }): Promise<void>;
}
