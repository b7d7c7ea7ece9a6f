/** What becomes of a modal by the app's answer to its submission: https://docs.slack.dev/surfaces/modals#handling_submissions */
import { z } from 'zod';
import type { sandboxSlackSubmissionSchema } from '../../../src/contracts/sandbox/slack.ts';
import type { SlackAnswer } from './outgoing.ts';
import type { SlackState, SlackView } from './state.ts';
import { addView, changeView, closeModals, viewSchema } from './views.ts';

export type Submission = SlackAnswer & Pick<z.output<typeof sandboxSlackSubmissionSchema>, 'outcome' | 'errors'>;

const answerSchema = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal('update'), view: viewSchema }),
  z.object({ response_action: z.literal('push'), view: viewSchema }),
  z.object({ response_action: z.literal('clear') }),
]);

export function applySubmission(state: SlackState, shown: SlackView, answer: SlackAnswer): Submission {
  const ended = (outcome: Submission['outcome'], errors: Submission['errors'] = {}): Submission => ({
    ...answer,
    outcome,
    errors,
  });
  if (answer.failure !== null) return ended('failed');
  if (answer.body === '') {
    state.views = state.views.filter((one) => one !== shown);
    return ended('closed');
  }
  const said = readAnswer(answer.body);
  if (!said) return ended('failed');
  switch (said.response_action) {
    case 'errors':
      return ended('errors', said.errors);
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

function readAnswer(body: string): z.output<typeof answerSchema> | null {
  try {
    return answerSchema.parse(JSON.parse(body));
  } catch {
    return null;
  }
}
