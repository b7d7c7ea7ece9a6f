/** Blocked: what is missing, whose move it is, and when it is expected. */
import { slackModals } from '../../../contracts/slack.ts';
import { isLocalDate } from '../../../domain/local-date.ts';
import type { Person, Side } from '../../../domain/model.ts';
import { AppError } from '../../../errors.ts';
import { wordingFor } from '../../messages/wording/index.ts';
import type { SlackModalHandler } from '../handler.ts';
import { readMetadata } from '../modal-metadata.ts';
import { slackWordsFor } from '../wording/index.ts';
import { dateInput, groupedInput, textInput } from './inputs.ts';
import { metadataOf, runPress, type TaskForm, textOf } from './task-modal.ts';

const blocks = { what: 'what', who: 'who', expected: 'expected' } as const;
const sides = ['customer', 'team', 'partner'] as const;
/** as the command has it */
const longestWhat = 200;

const heading = (words: string): string => words.charAt(0).toLocaleUpperCase() + words.slice(1);
/** a side, or one person of it */
const valueOf = (side: Side, person?: Person): string => (person ? `${side}:${person.id}` : side);

export const blockForm: TaskForm = {
  press: 'block',
  callbackId: slackModals.block,
  words: ({ block }) => block,
  blocks: ({ words: { block: words }, person, state }) => {
    const { sides: sideWords } = wordingFor(person.locale);
    const groups = sides.map((side) => ({
      label: heading(sideWords[side]),
      choices: [
        { value: valueOf(side), label: words.anyone.replace('{side}', sideWords[side]) },
        ...state.people
          .filter((one) => one.side === side && one.deactivatedAt === null)
          .map((one) => ({ value: valueOf(side, one), label: one.name })),
      ],
    }));
    return [
      textInput({ id: blocks.what, label: words.what }, longestWhat),
      groupedInput({ id: blocks.who, label: words.who }, groups),
      dateInput({ id: blocks.expected, label: words.expected, isOptional: true }),
    ];
  },
};

export const blockModal: SlackModalHandler = {
  check: (_deps, submission) => {
    const metadata = readMetadata(submission.view.privateMetadata);
    if (!metadata) return Promise.resolve(null);
    const { block: words } = slackWordsFor(metadata.locale);
    if (textOf(submission, blocks.what) === null) return Promise.resolve({ [blocks.what]: words.whatIsNeeded });
    const expected = textOf(submission, blocks.expected);
    const isOver = expected !== null && (!isLocalDate(expected) || expected < metadata.today);
    return Promise.resolve(isOver ? { [blocks.expected]: words.mustLieAhead } : null);
  },
  handle: (context, submission) => {
    const [side = '', personId] = (textOf(submission, blocks.who) ?? '').split(':');
    const what = textOf(submission, blocks.what);
    if (what === null || !sides.some((known) => known === side))
      throw new AppError('invalid_input', { message: 'What is missing, and whose move it is, are needed' });
    const expectedOn = textOf(submission, blocks.expected);
    return runPress(context, submission, {
      taskId: metadataOf(submission).taskId,
      press: 'block',
      command: ({ state }) => {
        // somebody outside this onboarding would be written to
        if (personId !== undefined && !state.people.some(({ id }) => id === personId))
          throw new AppError('invalid_input', { message: 'This person has no part in the onboarding' });
        const input = { what, side, ...(personId && { personId }), ...(expectedOn !== null && { expectedOn }) };
        return Promise.resolve({ name: 'block', input });
      },
    });
  },
};
