import { holds } from './condition.ts';
import type { Onboarding, Task } from './model.ts';
import { planFacts } from './plan-facts.ts';
import type { FormField, Playbook } from './playbook.ts';

export interface TaskForm {
  title: string;
  fields: Omit<FormField, 'when'>[];
}

/** What a task of its playbook asks, without the fields that this deal has no use for. Null: it is no form. */
export function taskForm(
  playbook: Playbook | null,
  onboarding: Pick<Onboarding, 'deal' | 'handoff' | 'calendarCountry'>,
  taskKey: string,
): TaskForm | null {
  const template = playbook?.phases.flatMap(({ tasks }) => tasks).find(({ key }) => key === taskKey);
  const form = playbook?.forms[template?.form ?? ''];
  if (!playbook || !form) return null;
  const facts = planFacts(onboarding, playbook);
  const fields = form.fields.filter(({ when }) => holds(when, facts)).map(({ when: _when, ...field }) => field);
  return { title: form.title, fields };
}

/** The answers as they are read, in the order of the questions. */
export const answersInWords = ({ fields }: TaskForm, answers: Readonly<Record<string, string | undefined>>): string =>
  fields.flatMap(({ key, label }) => (answers[key] ? [`${label}:\n${answers[key]}`] : [])).join('\n\n');

/** What a task still asks before it counts as done; files are documents of the task and not asked here. Null: nothing. */
export function unansweredForm(
  playbook: Playbook | null,
  onboarding: Parameters<typeof taskForm>[1],
  { key, formAnsweredAt }: Pick<Task, 'key' | 'formAnsweredAt'>,
): TaskForm | null {
  if (formAnsweredAt !== null) return null;
  const form = taskForm(playbook, onboarding, key);
  return form?.fields.some(({ required, kind }) => required && kind !== 'file') ? form : null;
}
