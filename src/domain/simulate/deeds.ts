/** What people do in a simulation, and when: each deed follows from the state and from what was said so far. */
import { atLocalTime, isWorkingDay, localDate } from '../calendar.ts';
import { approveGoLive } from '../commands/approve-go-live.ts';
import { completeCheckIn } from '../commands/complete-check-in.ts';
import { publish } from '../commands/publish.ts';
import { goLiveGaps } from '../go-live.ts';
import type { Instant, OnboardingState } from '../model.ts';
import { gateDeeds, lastMove, milestoneDeeds } from './approval-deeds.ts';
import { taskDeeds } from './task-deeds.ts';
import { type Deed, type World, afternoon, approver, morningAfter } from './world.ts';

const overallDeeds = (state: OnboardingState, world: World, now: Instant): Deed[] => {
  const { onboarding } = state;
  const { playbook, sample, checkIns } = world;
  if (onboarding.status === 'draft') {
    return [
      {
        at: morningAfter(onboarding.handoffCompletedAt ?? now, 1, world),
        run: (current, at) => publish(current, {}, approver(playbook.publish.roles, current), at, playbook),
      },
    ];
  }
  const isReady =
    onboarding.status === 'active' &&
    state.milestones.some(({ isGoLive }) => isGoLive) &&
    goLiveGaps(state).length === 0;
  if (isReady) {
    return [
      {
        at: atLeast(lastMove(state, now), world),
        run: (current, at) => approveGoLive(current, {}, approver(playbook.goLive.approvers, current), at, playbook),
      },
    ];
  }
  const handover = checkIns.find(({ kind }) => kind === 'success_handover');
  if (onboarding.status !== 'live' || !handover) return [];
  return [
    {
      at: atLocalTime(handover.dueOn, afternoon, sample.timezone),
      run: (current, at) =>
        completeCheckIn(
          current,
          { checkInId: 'success_handover', kind: handover.kind, note: 'handed over' },
          approver(['team.csm'], current),
          at,
          playbook,
        ),
    },
  ];
};

/** The same day where it is worked. */
const atLeast = (since: Instant, world: World): Instant => {
  const date = localDate(since, world.sample.timezone);
  return isWorkingDay(date, world.calendar) ? since : morningAfter(since, 1, world);
};

/** Everything people will do as things stand, in order of time. */
export const deedsOf = (state: OnboardingState, world: World, now: Instant): Deed[] =>
  [
    ...taskDeeds(state, world),
    ...gateDeeds(state, world, now),
    ...milestoneDeeds(state, world, now),
    ...overallDeeds(state, world, now),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
