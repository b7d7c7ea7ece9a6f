/** What workflows ask PostgreSQL: local activities, a few ms each. */
import { type ChangeDeps } from '../src/usecases/change-onboarding.ts';
import { advanceCheckIns } from '../src/usecases/advance-check-ins.ts';
import { advanceOnboarding } from '../src/usecases/advance-onboarding.ts';
import { claimDigest } from '../src/usecases/messages/claim-digest.ts';
import type { CheckInActivities } from '../workflows/check-ins/messages.ts';
import type { OnboardingActivities } from '../workflows/onboarding/messages.ts';
import type { DigestActivities } from '../workflows/person-digest/messages.ts';

export const createDecisionActivities = (
  deps: ChangeDeps,
): OnboardingActivities & DigestActivities & CheckInActivities => ({
  advance: ({ onboardingId }) => advanceOnboarding(deps, onboardingId),
  claimDigest: ({ personId }) => claimDigest(deps, personId),
  advanceCheckIns: ({ onboardingId }) => advanceCheckIns(deps, onboardingId),
});
