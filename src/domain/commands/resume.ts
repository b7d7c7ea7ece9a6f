import type { Onboarding, OnboardingState, OnboardingStatus } from '../model.ts';
import { copyState } from '../copy-state.ts';
import { isHeldByCrm } from '../held-by-crm.ts';
import { planCalendar } from '../plan-dates.ts';
import { shiftAfterHold } from '../shift-after-hold.ts';
import { forgetAsks, resumedMark, wasHeldMark } from '../marks.ts';
import { type Command, happened, keepOf, notNow, requireStatus } from './outcome.ts';

/** Where it stood before the hold, told by what it had reached. */
const statusBefore = ({ liveAt, publishedAt, handoffCompletedAt }: Onboarding): OnboardingStatus => {
  if (liveAt !== null) return 'live';
  if (publishedAt !== null) return 'active';
  return handoffCompletedAt === null ? 'handoff' : 'draft';
};

const isOpen = (task: OnboardingState['tasks'][number]): boolean => task.status !== 'done' && task.status !== 'skipped';

/** Goes on where it stopped: open dates get the held business days back, ladders begin anew. */
export const resume: Command<Record<string, never>> = (given, _input, actor, now, playbook) => {
  requireStatus(given, 'resume');
  if (isHeldByCrm(given.onboarding) && actor.kind !== 'crm') {
    throw notNow('The CRM holds this: it goes on once the deal is won again, or it can be cancelled');
  }
  const state = copyState(given);
  const { onboarding } = state;
  const heldAt = onboarding.heldAt ?? now;
  const isPlanned = onboarding.publishedAt !== null;
  const days = isPlanned ? shiftAfterHold(state, heldAt, now, planCalendar(onboarding, playbook)) : 0;
  onboarding.status = statusBefore(onboarding);
  Object.assign(onboarding, { holdReason: null, heldAt: null, resumeOn: null, heldBy: null });
  onboarding.chase = { ...forgetAsks(onboarding.chase), [resumedMark]: now, ...(isPlanned && { [wasHeldMark]: now }) };
  for (const task of state.tasks) {
    if (!isOpen(task)) continue;
    // whoever was nudged before knows of the task; what was still on its way when the hold began is said anew
    const told = task.nudgeCount > 0 ? (['readyToldId', 'readyToldAt'] as const) : [];
    const kept = ['silence', 'asks', 'askedOn', ...told] as const;
    task.chase = { ...keepOf(task.chase, kept), since: now };
  }
  for (const blocker of state.blockers) if (blocker.resolvedAt === null) blocker.chase = {};
  return happened(state, 'resumed', null, { days });
};
