/** What becomes of a modal by the app's answer to its submission: https://docs.slack.dev/surfaces/modals#handling_submissions */
import { z } from 'zod';
import type { sandboxSlackSubmissionSchema } from '../../../src/contracts/sandbox/slack.ts';
import { checkView } from './block-limits.ts';
import { SlackRefusal } from './method.ts';
import type { SlackAnswer } from './outgoing.ts';
import type { SlackState, SlackView } from './state.ts';
import { addView, changeView, closeModals, viewSchema } from './views.ts';

export type Submission = SlackAnswer & Pick<z.output<typeof sandboxSlackSubmissionSchema>, 'outcome' | 'errors'>;

const modalSchema = viewSchema.refine(isTaken);
const answerSchema = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal('update'), view: modalSchema }),
  z.object({ response_action: z.literal('push'), view: modalSchema }),
  z.object({ response_action: z.literal('clear') }),
]);

export function applySubmission(state: SlackState, shown: SlackView, answer: SlackAnswer): Submission {
  const ended = (outcome: Submission['outcome'], errors: Submission['errors'] = {}): Submission => ({
    ...answer,
    outcome,
    errors,
  });
  if (answer.failure !== null) return ended('failed');
  if (answer.body === '' || answer.body === '{}') {
    state.views = state.views.filter((one) => one !== shown);
    return ended('closed');
  }
  const said = readAnswer(answer.body);
  if (!said) return ended('failed');
  switch (said.response_action) {
    case 'errors':
      return isAbout(shown, Object.keys(said.errors)) ? ended('errors', said.errors) : ended('failed');
    case 'update':
      changeView(shown, said.view);
      return ended('updated');
    case 'push':
      addView(state, { kind: 'modal', userId: shown.userId, view: said.view });
      return ended('pushed');
    case 'clear':
      closeModals(state, shown.userId);
      return ended('closed');
  }
}

/** A view that Slack would not open is none to put in the place of this one. */
function isTaken(view: unknown): boolean {
  try {
    checkView(view);
    return true;
  } catch (error) {
    if (error instanceof SlackRefusal) return false;
    throw error;
  }
}

/** Each word stands at an input of this modal, by the id of its block. */
const isAbout = ({ view }: SlackView, ids: string[]): boolean =>
  ids.length > 0 && ids.every((id) => view.blocks.some((block) => block.type === 'input' && block['block_id'] === id));

function readAnswer(body: string): z.output<typeof answerSchema> | null {
  try {
    return answerSchema.parse(JSON.parse(body));
  } catch {
    return null;
  }
}
