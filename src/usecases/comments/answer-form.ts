/** The answers to a task's form: checked against what it asks, kept as a comment. */
import { formAnswers } from '../../contracts/form-answers.ts';
import { commentsOnTask } from '../../db/comments.ts';
import type { Sql } from '../../db/database.ts';
import { notNow, requireTask } from '../../domain/commands/outcome.ts';
import type { Actor, OnboardingState } from '../../domain/model.ts';
import type { Playbook } from '../../domain/playbook.ts';
import { answersForm, answersInWords, taskForm } from '../../domain/task-form.ts';
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
  const form = taskForm(playbook, state.onboarding, requireTask(state, id).key);
  if (!form) throw notNow('This task has no form');
  const isFirst = !(await commentsOnTask(tx, id)).some((body) => answersForm(form, body));
  const { answers } = formAnswers(form, isFirst).parse(input);
  return writeComment(tx, state, { taskId: id, actor, body: answersInWords(form, answers), visibility: 'shared' }, now);
}
