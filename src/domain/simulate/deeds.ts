/** What people do in a simulation, and when: each deed follows from the state and from what was said so far. */
import { addBusinessDays, atLocalTime, localDate } from '../calendar.ts';
import { approveGate } from '../commands/approve-gate.ts';
import { approveGoLive } from '../commands/approve-go-live.ts';
import { completeCheckIn } from '../commands/complete-check-in.ts';
import { completeMilestone } from '../commands/complete-milestone.ts';
import { completeTask } from '../commands/complete-task.ts';
import type { Outcome } from '../commands/outcome.ts';
import { publish } from '../commands/publish.ts';
import { setIntegrationCheck } from '../commands/set-integration-check.ts';
import { missingFor } from '../gate.ts';
import { goLiveGaps } from '../go-live.ts';
import { laterOf } from '../local-date.ts';
import type { Actor, Instant, LocalDate, OnboardingState, Phase, Task } from '../model.ts';
import type { Playbook } from '../playbook.ts';
import { type SampleDeal, samplePerson } from '../sample-onboarding.ts';
import { type Calendar, isWorkingDay } from '../calendar.ts';
import type { Behaviour } from './behaviour.ts';
import type { Mailbox } from './mailbox.ts';

export interface Deed {
  at: Instant;
  run: (state: OnboardingState, now: Instant) => Outcome;
}

export interface World {
  playbook: Playbook;
  sample: SampleDeal;
  behaviour: Behaviour;
  calendar: Calendar;
  mailbox: Mailbox;
  checkIns: { kind: string; dueOn: LocalDate }[];
}

const nextMorning = 600;
const afternoon = 900;

const manager: Actor = { kind: 'person', id: null, label: 'our team', staffRole: 'manager' };
const actorOf = (personId: string | null, state: OnboardingState): Actor => {
  const person = state.people.find(({ id }) => id === personId);
  return { kind: 'person', id: personId, label: person?.name ?? 'somebody', staffRole: person?.staffRole ?? null };
};
/** Whoever fills the first of these roles, with a manager's rights: a simulation asks what happens, not who may. */
const approver = (roles: readonly string[], state: OnboardingState): Actor => {
  const personId =
    state.members.find(({ role, personId: id }) => id !== null && roles.includes(role))?.personId ?? null;
  return { ...manager, id: personId, label: actorOf(personId, state).label };
};

const morningAfter = (instant: Instant, days: number, { calendar, sample }: World): Instant =>
  atLocalTime(addBusinessDays(localDate(instant, sample.timezone), days, calendar), nextMorning, sample.timezone);

/** When the owner is done: at their pace after it was their turn, and only after so many messages. */
const doneAt = (task: Task, world: World): Instant | null => {
  const { pace, afterMessages, isSilent } = world.behaviour[task.side];
  if (isSilent || task.ownerId === null || task.readyAt === null) return null;
  const { timezone } = world.sample;
  const readyOn = localDate(task.readyAt, timezone);
  const begun = laterOf(readyOn, task.startOn ?? readyOn);
  const days = Math.round(task.schedule.durationDays * pace);
  const paced = atLocalTime(addBusinessDays(begun, days, world.calendar), afternoon, timezone);
  if (afterMessages === 0) return paced;
  const message = world.mailbox.asked.get(task.id)?.[afterMessages - 1];
  if (message === undefined) return null;
  const answered = morningAfter(message, 1, world);
  return paced > answered ? paced : answered;
};

/** A finished integration task that leaves no other open has seen everything checked. */
const checkIntegration = (
  task: Task,
  { state, activity }: Outcome,
  actor: Actor,
  world: World,
  now: Instant,
): Outcome => {
  const isLast =
    task.integrationKey !== null &&
    state.tasks.every(
      (other) => other.integrationKey !== task.integrationKey || other.status === 'done' || other.status === 'skipped',
    );
  let outcome: Outcome = { state, activity };
  for (const item of isLast ? state.integrationItems.filter(({ key }) => key === task.integrationKey) : []) {
    for (const check of item.checks) {
      const next = setIntegrationCheck(
        outcome.state,
        { itemId: item.id, check: check.key, isDone: true },
        actor,
        now,
        world.playbook,
      );
      outcome = { state: next.state, activity: [...outcome.activity, ...next.activity] };
    }
  }
  return outcome;
};

const completion =
  (task: Task, world: World): Deed['run'] =>
  (state, now) => {
    const actor = actorOf(task.ownerId, state);
    if (task.fillsRole === null) {
      return checkIntegration(
        task,
        completeTask(state, { taskId: task.id }, actor, now, world.playbook),
        actor,
        world,
        now,
      );
    }
    const role = world.playbook.roles.find((template) => template.role === task.fillsRole);
    const person = samplePerson(task.fillsRole, role?.label ?? task.fillsRole, role?.side ?? task.side, world.sample);
    const people = state.people.some(({ id }) => id === person.id) ? state.people : [...state.people, person];
    return completeTask({ ...state, people }, { taskId: task.id, personId: person.id }, actor, now, world.playbook);
  };

const taskDeeds = ({ tasks }: OnboardingState, world: World): Deed[] =>
  tasks
    .filter(({ status, readyAt }) => readyAt !== null && (status === 'pending' || status === 'in_progress'))
    .flatMap((task) => {
      const at = doneAt(task, world);
      return at === null ? [] : [{ at, run: completion(task, world) }];
    });

/** Gates that wait for nothing but approvals get them. */
const gateDeeds = (state: OnboardingState, world: World, now: Instant): Deed[] =>
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
      criterion.kind !== 'approval' || world.behaviour[sideOf(criterion.role)].isSilent
        ? []
        : [approvalDeed(phase, which, index, criterion.role, world, lastMove(state, now))],
    );
  });

const sideOf = (role: string): Task['side'] =>
  role.startsWith('customer.') ? 'customer' : role.startsWith('partner.') ? 'partner' : 'team';
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
const lastMove = ({ tasks, milestones, onboarding }: OnboardingState, now: Instant): Instant =>
  [...tasks, ...milestones]
    .flatMap(({ doneAt: at }) => (at === null ? [] : [at]))
    .concat(onboarding.publishedAt ?? now)
    .sort()
    .at(-1) ?? now;

const milestoneDeeds = (state: OnboardingState, world: World, now: Instant): Deed[] =>
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
