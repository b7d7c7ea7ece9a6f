/** Hand a task on to somebody of the side that has it. */
import { slackModals } from '../../../contracts/slack.ts';
import type { Sql } from '../../../db/database.ts';
import { activeStaff } from '../../../db/people.ts';
import { AppError } from '../../../errors.ts';
import type { SlackModalHandler } from '../handler.ts';
import type { AuthorisedPress } from './authorise-press.ts';
import { selectInput } from './inputs.ts';
import { metadataOf, runPress, type TaskForm, textOf } from './task-modal.ts';

const whom = 'whom';
interface Colleague {
  id: string;
  name: string;
  email: string;
}

/** Everybody of our team; of the others those who have a part in this onboarding. */
async function colleagues(sql: Sql, { task, state }: AuthorisedPress): Promise<Colleague[]> {
  const people: Colleague[] =
    task.side === 'team'
      ? await activeStaff(sql)
      : state.people.filter(({ side, deactivatedAt }) => side === task.side && deactivatedAt === null);
  return people.filter(({ id }) => id !== task.ownerId).sort((a, b) => a.name.localeCompare(b.name));
}

export const reassignForm: TaskForm = {
  press: 'reassign',
  callbackId: slackModals.reassign,
  words: ({ reassign }) => reassign,
  blocks: async (context) => {
    const { reassign: words } = context.words;
    const choices = (await colleagues(context.sql, context)).map(({ id, name }) => ({ value: id, label: name }));
    return choices.length > 0 ? [selectInput({ id: whom, label: words.whom }, choices)] : words.nobody;
  },
};

export const reassignModal: SlackModalHandler = {
  handle: (context, submission) =>
    runPress(context, submission, {
      taskId: metadataOf(submission).taskId,
      press: 'reassign',
      command: async (allowed) => {
        const chosen = textOf(submission, whom);
        const colleague = (await colleagues(context.deps.db, allowed)).find(({ id }) => id === chosen);
        if (!colleague) throw new AppError('invalid_input', { message: 'The task can not be handed to this person' });
        return { name: 'reassign', input: { name: colleague.name, email: colleague.email } };
      },
    }),
};
