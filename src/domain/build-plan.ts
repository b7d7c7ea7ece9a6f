/** A playbook and a deal become the draft of a plan. */
import { applicableTo } from './applicable.ts';
import { type Calendar, addBusinessDays, businessDaysBetween, localDate } from './calendar.ts';
import { isPlannable, laterOf } from './local-date.ts';
import type { Instant, Member, Onboarding, OnboardingState, Person } from './model.ts';
import { activePerson, openRoleTasks, peopleOfRoles } from './open-roles.ts';
import { applySchedule, kickoffFrom, planCalendar, scheduleOf } from './plan-dates.ts';
import { planFacts } from './plan-facts.ts';
import { planIds } from './plan-ids.ts';
import { integrationItemsOf, membersOf, milestonesOf, phaseOf, taskOf } from './plan-rows.ts';
import type { Playbook } from './playbook.ts';
import type { Schedule } from './schedule.ts';

export interface BuildPlanInput {
  onboarding: Onboarding;
  playbook: Playbook;
  /** roles that are filled already */
  members: readonly Member[];
  people: readonly Person[];
  now: Instant;
}

/** Whoever does the first task of a role should be named before it starts. */
const nameRolesInTime = (
  { tasks, onboarding }: OnboardingState,
  { tasks: dates }: Schedule,
  calendar: Calendar,
): void => {
  for (const task of tasks) {
    if (task.type !== 'role' || task.schedule.from !== 'kickoff' || onboarding.kickoffOn === null) continue;
    const starts = tasks.flatMap((other) =>
      other.role === task.fillsRole ? (dates.get(other.id)?.startOn ?? []) : [],
    );
    const others = tasks.filter((other) => other.type !== 'role' && other.phaseId === task.phaseId);
    const lastOfPhase = others.flatMap(({ id }) => dates.get(id)?.dueOn ?? []).reduce(laterOf, '');
    // whoever has work early is named before it; and naming alone keeps nobody from the next phase
    const latest = [...starts, ...(lastOfPhase === '' ? [] : [lastOfPhase])].sort()[0];
    if (latest === undefined) continue;
    const offsetDays = Math.min(task.schedule.offsetDays, businessDaysBetween(onboarding.kickoffOn, latest, calendar));
    task.schedule = { ...task.schedule, offsetDays };
  }
};

/** A wish that lies in the past or before the kickoff cannot be planned for. */
const usableWish = (wish: string | null, kickoffOn: string): string | null =>
  wish !== null && isPlannable(wish) && wish > kickoffOn ? wish : null;

/**
 * Phases, milestones, tasks, integration items and members of one onboarding, conditions evaluated and dates
 * set, as a draft. Kickoff and go-live already on the onboarding stay; else kickoff is so many business days
 * from now as the playbook says, or later where its meeting can only be later, and go-live the date wished for, else the one the schedule leads to.
 * Throws dependency_cycle. Everything else is decided by keys: the same input gives the same ids.
 */
export const buildPlan = ({
  onboarding: given,
  playbook,
  members: knownMembers,
  people,
  now,
}: BuildPlanInput): OnboardingState => {
  const ids = planIds(given.id);
  const members = membersOf(playbook, knownMembers, given.id, ids);
  const { phases: templates, integrations } = applicableTo(playbook, planFacts(given, playbook));
  const openRoles = openRoleTasks(
    playbook,
    templates.flatMap(({ tasks }) => tasks),
    members,
  );
  const withRoles = templates.map((phase, index) =>
    index === 0 ? { ...phase, tasks: [...openRoles, ...phase.tasks] } : phase,
  );
  const filled = peopleOfRoles(members);
  const tasks = withRoles
    .flatMap((phase) => phase.tasks.map((task) => ({ task, phaseId: ids('phase', phase.key) })))
    .map(({ task, phaseId }, position) =>
      taskOf(task, position, phaseId, activePerson(filled.get(task.role), people), given.id, ids),
    );

  const today = localDate(now, given.timezone);
  const kickoffOn =
    given.kickoffOn ?? addBusinessDays(today, playbook.dates.kickoffAfterDays, planCalendar(given, playbook));
  const wish = usableWish(given.deal.wishedGoLiveOn, kickoffOn);
  const onboarding: Onboarding = {
    ...given,
    kickoffOn,
    status: given.status === 'handoff' ? 'draft' : given.status,
    targetGoLiveOn: given.targetGoLiveOn ?? wish,
    promisedGoLiveOn: given.promisedGoLiveOn ?? wish,
    progress: 0,
    currentPhase: null,
  };
  const state: OnboardingState = {
    onboarding,
    tasks,
    members,
    phases: withRoles.map((phase, position) => phaseOf(phase, position, given.id, ids)),
    milestones: milestonesOf(withRoles, given.id, ids),
    blockers: [],
    integrationItems: integrationItemsOf(integrations, given.id, ids),
    people: people.map((person) => ({ ...person })),
  };
  nameRolesInTime(state, scheduleOf(state, playbook, now), planCalendar(given, playbook));
  if (given.kickoffOn === null) onboarding.kickoffOn = kickoffFrom(state, kickoffOn, playbook, now);
  // without a wish, go-live is where the plan leads; what is anchored to it is dated then
  onboarding.targetGoLiveOn ??= scheduleOf(state, playbook, now).goLiveOn;
  applySchedule(state, scheduleOf(state, playbook, now));
  const locked = new Set(
    withRoles.flatMap((phase) => phase.tasks.filter(({ lockDue }) => lockDue).map(({ key }) => key)),
  );
  for (const task of state.tasks) task.isDueLocked = locked.has(task.key);
  return state;
};
