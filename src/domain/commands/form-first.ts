/** A task that asks something: the customer's side answers before it is done or not needed, our people may judge otherwise. */
import { AppError } from '../../errors.ts';
import type { Actor, OnboardingState, Task } from '../model.ts';
import type { Playbook } from '../playbook.ts';
import { type TaskForm, unansweredForm } from '../task-form.ts';

/** @returns what our people leave unanswered; null: nothing. Anybody else is refused. */
export function leftUnanswered(
  state: OnboardingState,
  task: Task,
  actor: Actor,
  playbook: Playbook | null,
): TaskForm | null {
  const form = unansweredForm(playbook, state.onboarding, task);
  if (form && !isOurs(state, actor)) throw formFirst(task, form);
  return form;
}

/** Where nobody is behind it, one of our systems does it. */
const isOurs = ({ people }: OnboardingState, { id, staffRole = null }: Actor): boolean =>
  id === null || staffRole !== null || people.find((person) => person.id === id)?.side === 'team';

export const formFirst = ({ id, name }: Pick<Task, 'id' | 'name'>, { title }: Pick<TaskForm, 'title'>): AppError =>
  new AppError('not_allowed_now', {
    message: `“${name}” is done once “${title}” is answered: nobody has the answers yet`,
    details: { needs: 'form', taskId: id, form: title },
  });
