/** When gates are approved and milestones confirmed in a simulation. */
import { approveGate } from '../commands/approve-gate.ts';
import { completeMilestone } from '../commands/complete-milestone.ts';
import { missingFor } from '../gate.ts';
import type { Instant, OnboardingState, Phase } from '../model.ts';
import { sideOfRole } from '../open-roles.ts';
import { type Deed, type World, approver, morningAfter } from './world.ts';

/** Gates that wait for nothing but approvals get them. */
export const gateDeeds = (state: OnboardingState, world: World, now: Instant): Deed[] =>
  state.phases.flatMap((phase) => {
    const which = phase.status === 'not_started' ? 'entry' : phase.status === 'in_progress' ? 'exit' : null;
    if (which === null) return [];
    const missing = missingFor(which, phase, state).filter(
      ({ criterion }) => which === 'entry' || criterion.kind !== 'tasks_done',
    );
    const hasOpenTasks =
      which === 'exit' &&
      state.tasks.some((task) => task.phaseId === phase.id && task.status !== 'done' && task.status !== 'skipped');
    if (hasOpenTasks || missing.some(({ criterion }) => criterion.kind !== 'approval')) return [];
    return missing.flatMap(({ criterion, index }) =>
      criterion.kind !== 'approval' || world.behaviour[sideOfRole(criterion.role, world.playbook)].isSilent
        ? []
        : [approvalDeed(phase, which, index, criterion.role, world, lastMove(state, now))],
    );
  });

const approvalDeed = (
  phase: Phase,
  gate: 'entry' | 'exit',
  criterion: number,
  role: string,
  world: World,
  since: Instant,
): Deed => ({
  at: morningAfter(since, 1, world),
  run: (state, now) =>
    approveGate(state, { phaseId: phase.id, gate, criterion }, approver([role], state), now, world.playbook),
});

/** The last thing that was finished: from then on whoever approves knows. */
export const lastMove = ({ tasks, milestones, onboarding }: OnboardingState, now: Instant): Instant =>
  [...tasks, ...milestones]
    .flatMap(({ doneAt: at }) => (at === null ? [] : [at]))
    .concat(onboarding.publishedAt ?? now)
    .sort()
    .at(-1) ?? now;

/** Milestones that only wait for somebody to confirm them. */
export const milestoneDeeds = (state: OnboardingState, world: World, now: Instant): Deed[] =>
  state.milestones.flatMap((milestone): Deed[] => {
    const own = state.tasks.filter((task) => task.milestoneId === milestone.id);
    const isOpen = milestone.status !== 'done' && milestone.completion === 'person' && !milestone.isGoLive;
    const phase = state.phases.find(({ id }) => id === milestone.phaseId);
    if (
      !isOpen ||
      phase?.status !== 'in_progress' ||
      own.some((task) => task.status !== 'done' && task.status !== 'skipped')
    )
      return [];
    return [
      {
        at: morningAfter(lastMove(state, now), 1, world),
        run: (current, at) =>
          completeMilestone(
            current,
            { milestoneId: milestone.id },
            approver(['team.csm'], current),
            at,
            world.playbook,
          ),
      },
    ];
  });
