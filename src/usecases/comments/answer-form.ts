/** The answers to a task's form: checked against what it asks, kept as a comment; the task remembers that they came. */
import { formAnswers } from '../../contracts/form-answers.ts';
import type { Sql } from '../../db/database.ts';
import { changeTask, notNow, requireTask } from '../../domain/commands/outcome.ts';
import type { Actor, OnboardingState } from '../../domain/model.ts';
import type { Playbook } from '../../domain/playbook.ts';
import { answersInWords, taskForm } from '../../domain/task-form.ts';
import type { Change } from '../change-onboarding.ts';
import { writeComment } from './write-comment.ts';

interface Asked {
  tx: Sql;
  state: OnboardingState;
  playbook: Playbook | null;
  /** of the task */
  id: string;
  actor: Actor;
  now: Date;
}

export async function answerForm({ tx, state, playbook, id, actor, now }: Asked, input: unknown): Promise<Change> {
  const task = requireTask(state, id);
  const form = taskForm(playbook, state.onboarding, task.key);
  if (!form) throw notNow('This task has no form');
  const { answers } = formAnswers(form, task.formAnsweredAt === null).parse(input);
  const answered = changeTask(state, id, { formAnsweredAt: task.formAnsweredAt ?? now.toISOString() });
  const quote = answersInWords(form, answers);
  const words = { taskId: id, actor, body: `${form.title}\n\n${quote}`, visibility: 'shared', quote } as const;
  return writeComment(tx, answered, words, now);
}
