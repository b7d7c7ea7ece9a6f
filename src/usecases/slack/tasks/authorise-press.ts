/** Whether this person may do that about this task: what a message shows as a button is asked again here, by the same rule. */
import type { SlackWho } from '../../../contracts/slack-incoming.ts';
import { loadOnboarding } from '../../../db/load-onboarding.ts';
import { mayAct } from '../../../db/task-rights.ts';
import { formFirst } from '../../../domain/commands/form-first.ts';
import type { Actor, OnboardingState, Person, Task } from '../../../domain/model.ts';
import { type TaskForm, unansweredForm } from '../../../domain/task-form.ts';
import { type PressContext, pressesFor, type TaskPress } from '../../../domain/task-presses.ts';
import { AppError } from '../../../errors.ts';
import { onboardingOf } from '../../onboardings/find-subject.ts';
import type { Refusal } from '../explain.ts';
import type { SlackContext } from '../handler.ts';
import { matchPerson } from '../match-person.ts';

export interface AuthorisedPress {
  person: Person;
  actor: Actor;
  task: Task;
  state: OnboardingState;
}

export const refuse = (code: 'forbidden' | 'not_allowed_now', say: Refusal, message: string): AppError =>
  new AppError(code, { message, details: { say } });

export async function authorisePress(
  { deps, port }: SlackContext,
  who: SlackWho,
  { taskId, press }: { taskId: string; press: TaskPress },
): Promise<AuthorisedPress> {
  const { db } = deps;
  const person = await knownPerson(db, port, who);
  const { state } = await loadOnboarding(db, await onboardingOf(db, 'task', taskId));
  const task = state.tasks.find(({ id }) => id === taskId);
  if (!task) throw new AppError('not_found', { message: 'This task is no longer part of the plan' });
  const isTheirs = await mayAct(db, { taskId, personId: person.id }, deps.clock.now());
  const asked = { task, onboardingStatus: state.onboarding.status, person, isTheirs, isEscalated: true };
  if (!pressesFor(asked).includes(press)) {
    const form = unansweredForm(await deps.playbooks.of(state.onboarding), state.onboarding, task);
    throw whyNot(asked, press, form);
  }
  return {
    person,
    task,
    state,
    actor: { kind: 'person', id: person.id, label: person.name, staffRole: person.staffRole, via: 'slack' },
  };
}

export async function knownPerson(...asked: Parameters<typeof matchPerson>): Promise<Person> {
  const person = await matchPerson(...asked);
  if (!person) throw refuse('forbidden', 'unknown', 'Nobody is known by this Slack user');
  if (person.deactivatedAt !== null) throw refuse('forbidden', 'unknown', `${person.name} has left`);
  return person;
}

/** Whether it is the wrong person, the wrong time, or the wrong place. */
function whyNot(
  asked: PressContext & { task: Pick<Task, 'id' | 'name'> },
  press: TaskPress,
  form: TaskForm | null,
): AppError {
  const { task, person } = asked;
  const whenOpen = { ...asked, onboardingStatus: 'active', task: { ...task, status: 'in_progress' } } as const;
  if (pressesFor(whenOpen).includes(press))
    return refuse(
      'not_allowed_now',
      'notNow',
      `The task is ${task.status}, the onboarding ${asked.onboardingStatus}: not possible now`,
    );
  if (
    press === 'done' &&
    pressesFor({ ...whenOpen, task: { ...whenOpen.task, type: 'configuration' } }).includes(press)
  )
    return form && person.side !== 'team'
      ? formFirst(task, form)
      : refuse('not_allowed_now', 'openIt', `A task of the type ${task.type} has to be opened to be done`);
  return refuse('forbidden', 'notYours', 'The task is not theirs');
}
