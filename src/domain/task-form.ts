import { holds } from './condition.ts';
import type { Onboarding } from './model.ts';
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
