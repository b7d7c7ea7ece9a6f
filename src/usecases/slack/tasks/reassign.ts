/** Hand a task on to somebody of the side that has it. */
import { slackMenus, slackModals } from '../../../contracts/slack.ts';
import type { Sql } from '../../../db/database.ts';
import { activeStaff } from '../../../db/people.ts';
import { AppError } from '../../../errors.ts';
import type { SlackMenu, SlackModalHandler } from '../handler.ts';
import type { AuthorisedPress } from './authorise-press.ts';
import { type Choice, fitsMenu, searchInput, selectInput } from './inputs.ts';
import { metadataOf, runPress, type TaskForm, textOf } from './task-modal.ts';

const whom = slackMenus.colleague;
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

const choiceOf = ({ id, name }: Colleague): Choice => ({ value: id, label: name });

export const reassignForm: TaskForm = {
  press: 'reassign',
  callbackId: slackModals.reassign,
  words: ({ reassign }) => reassign,
  blocks: async (context) => {
    const { reassign: words } = context.words;
    const choices = (await colleagues(context.sql, context)).map(choiceOf);
    if (choices.length === 0) return words.nobody;
    const named = { id: whom, label: words.whom };
    const isSearched = context.task.side === 'team' && !fitsMenu(choices);
    return [isSearched ? searchInput(named, words.search, null) : selectInput(named, choices)];
  },
};

/** Those of our team who are called so; who of them has the task already is told when chosen. */
export const colleagueMenu: SlackMenu = async ({ db }, person, text) => {
  if (person.side !== 'team') return [];
  const sought = text.toLowerCase();
  const found = await activeStaff(db);
  return found.filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(sought)).map(choiceOf);
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
