/** When owners get their tasks done in a simulation. */
import { addBusinessDays, atLocalTime, localDate } from '../calendar.ts';
import { completeTask } from '../commands/complete-task.ts';
import { changeTask, type Outcome } from '../commands/outcome.ts';
import { setIntegrationCheck } from '../commands/set-integration-check.ts';
import { laterOf } from '../local-date.ts';
import type { Actor, Instant, OnboardingState, Task } from '../model.ts';
import { samplePerson } from '../sample-onboarding.ts';
import { type Deed, type World, actorOf, afternoon, morningAfter } from './world.ts';

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
    const answered = changeTask(state, task.id, { formAnsweredAt: now });
    if (task.fillsRole === null) {
      return checkIntegration(
        task,
        completeTask(answered, { taskId: task.id }, actor, now, world.playbook),
        actor,
        world,
        now,
      );
    }
    const role = world.playbook.roles.find((template) => template.role === task.fillsRole);
    const person = samplePerson(task.fillsRole, role?.label ?? task.fillsRole, role?.side ?? task.side, world.sample);
    const people = state.people.some(({ id }) => id === person.id) ? state.people : [...state.people, person];
    return completeTask({ ...answered, people }, { taskId: task.id, personId: person.id }, actor, now, world.playbook);
  };

/** Tasks whose turn it is get done, open roles get somebody. */
export const taskDeeds = ({ tasks }: OnboardingState, world: World): Deed[] =>
  tasks
    .filter(({ status, readyAt }) => readyAt !== null && (status === 'pending' || status === 'in_progress'))
    .flatMap((task) => {
      const at = doneAt(task, world);
      return at === null ? [] : [{ at, run: completion(task, world) }];
    });
