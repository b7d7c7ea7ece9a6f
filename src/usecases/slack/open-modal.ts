/** A modal is opened at once, empty, since its trigger lasts three seconds, and filled once we know who it is and what they may. */
import type { SlackModal } from '../../../integrations/ports-slack.ts';
import type { SlackCommand, SlackPress } from '../../contracts/slack-incoming.ts';
import { findPersonBySlack } from '../../db/person-channels.ts';
import { AppError, isAppError } from '../../errors.ts';
import { section } from '../messages/render/slack-parts.ts';
import { escape } from '../messages/render/slack-text.ts';
import { refusalText } from './explain.ts';
import type { SlackContext } from './handler.ts';
import { slackWordsFor } from './wording/index.ts';

/** One that asks for nothing. @param text as Slack reads it */
export const bare = (title: string, text: string, close: string): SlackModal => ({
  callbackId: 'loading',
  title,
  submit: null,
  close,
  privateMetadata: '',
  blocks: [section(text)],
});

export async function openThenFill(
  context: SlackContext,
  asked: SlackPress | SlackCommand,
  fill: () => Promise<SlackModal>,
): Promise<void> {
  const { port, isLate } = context;
  if (isLate || asked.triggerId === '')
    throw new AppError('not_allowed_now', { message: 'The trigger is too old', details: { say: 'tooLate' } });
  const view = await port.openModal(asked.triggerId, bare('Gangway', '…', 'OK'));
  try {
    await show(context, view, await fill());
  } catch (error) {
    if (!isAppError(error)) throw error;
    const person = await findPersonBySlack(context.deps.db, asked.teamId, asked.userId);
    const text = refusalText(slackWordsFor(person?.locale ?? 'en'), error);
    await show(context, view, bare('Gangway', escape(text), 'OK'));
    // the modal is open and cannot be opened again: what failed is said in it
    throw new AppError('not_allowed_now', { message: error.message, cause: error, details: { isTold: true } });
  }
}

async function show(
  { deps, port, eventId }: SlackContext,
  { viewId, hash }: { viewId: string; hash: string },
  modal: SlackModal,
): Promise<void> {
  try {
    await port.updateModal(viewId, hash, modal);
  } catch (error) {
    // they closed it meanwhile
    if (!isAppError(error) || error.code !== 'slack_rejected') throw error;
    deps.logger.info({ eventId, err: error }, 'A modal could not be filled');
  }
}
