/** A task with a form: who may call it done before it is answered. */
import { describe, expect, it } from 'vitest';
import { completeTask } from '../../../src/domain/commands/complete-task.ts';
import { skipTask } from '../../../src/domain/commands/skip-task.ts';
import type { Actor } from '../../../src/domain/model.ts';
import type { FormField } from '../../../src/domain/playbook.ts';
import { unansweredForm } from '../../../src/domain/task-form.ts';
import { csm, link, now, refused } from '../chase/commanding.ts';
import { customerTask, running } from '../chase/world.ts';
import { phaseTemplate, playbook, taskTemplate } from './fixtures.ts';

const field = (over: Partial<FormField> = {}): FormField => ({
  key: 'who',
  label: 'Who decides',
  kind: 'text',
  required: true,
  options: [],
  when: null,
  ...over,
});
const asking = (...fields: FormField[]) =>
  playbook([phaseTemplate('p', [taskTemplate('t', { form: 'intake' })])], {
    forms: { intake: { title: 'Before we meet', fields } },
  });
const mail: Actor = { kind: 'email', id: 'it', label: 'the answer by mail from it' };
const customer: Actor = { kind: 'person', id: 'it', label: 'it', staffRole: null, via: 'slack' };
const complete = (actor: Actor, state = running(), book = asking(field())) =>
  completeTask(state, { taskId: 't' }, actor, now, book);
const skip = (actor: Actor, state = running()) =>
  skipTask(state, { taskId: 't', reason: 'We have none' }, actor, now, asking(field()));

describe('a task whose form is not answered', () => {
  it.each([link, mail, customer])('is not done by the customer: $kind', (actor) => {
    expect(() => complete(actor)).toThrow(refused('not_allowed_now'));
    expect(() => complete(actor)).toThrow(
      expect.objectContaining({ details: { needs: 'form', taskId: 't', form: 'Before we meet' } }),
    );
    const answered = running({ tasks: [customerTask('t', { formAnsweredAt: now })] });
    expect(complete(actor, answered).state.tasks[0]?.status).toBe('done');
  });

  it.each([link, mail, customer])('is not called unneeded by the customer either: $kind', (actor) => {
    expect(() => skip(actor)).toThrow(
      expect.objectContaining({
        code: 'not_allowed_now',
        details: { needs: 'form', taskId: 't', form: 'Before we meet' },
      }),
    );
    const answered = running({ tasks: [customerTask('t', { formAnsweredAt: now })] });
    expect(skip(actor, answered).state.tasks[0]?.status).toBe('skipped');
  });

  it('may be called unneeded by us, who say so', () => {
    const { state, activity } = skip(csm);
    expect(state.tasks[0]?.status).toBe('skipped');
    expect(activity[0]?.data).toMatchObject({ unanswered: 'Before we meet' });
  });

  it.each([csm, { kind: 'system', id: null, label: 'API key' } as const])('may be done by us, who say so', (actor) => {
    const { state, activity } = complete(actor);
    expect(state.tasks[0]?.status).toBe('done');
    expect(activity[0]?.data).toMatchObject({ unanswered: 'Before we meet' });
  });

  it('asks nothing where nothing is required but files, or the deal has no use for it', () => {
    const unneeded = asking(
      field({ required: false }),
      field({ key: 'plan', kind: 'file' }),
      field({ key: 'sso', when: { field: 'product', is: 'SSO' } }),
    );
    expect(complete(link, running(), unneeded).activity[0]?.data).toEqual({ name: 't', note: null });
  });

  it('is none where it has no form at all', () => {
    const { onboarding, tasks } = running();
    expect(tasks[0] && unansweredForm(playbook([]), onboarding, tasks[0])).toBeNull();
  });
});
