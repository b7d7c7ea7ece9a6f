/**
 * A press that asks for something first: the modal is opened at once, empty, since its trigger lasts three seconds, and
 * filled once we know who it is and what they may.
 */
import type { SlackBlock, SlackModal } from '../../../../integrations/ports-slack.ts';
import { slackActionValueSchema } from '../../../contracts/slack.ts';
import type { SlackPress, SlackSubmission } from '../../../contracts/slack-incoming.ts';
import type { Sql } from '../../../db/database.ts';
import { findPersonBySlack } from '../../../db/person-channels.ts';
import type { LocalDate } from '../../../domain/model.ts';
import type { TaskPress } from '../../../domain/task-presses.ts';
import { todayOf, workHoursOf } from '../../../domain/work-hours.ts';
import { AppError, isAppError } from '../../../errors.ts';
import { section } from '../../messages/render/slack-parts.ts';
import { cut, escape } from '../../messages/render/slack-text.ts';
import { type CommandCall, runCommand } from '../../onboardings/run-command.ts';
import { refusalText } from '../explain.ts';
import type { SlackContext, SlackHandler } from '../handler.ts';
import { type ModalMetadata, readMetadata, writeMetadata } from '../modal-metadata.ts';
import { slackWordsFor } from '../wording/index.ts';
import type { SlackWords } from '../wording/slack-words.ts';
import { authorisePress, type AuthorisedPress } from './authorise-press.ts';

export interface FormContext extends AuthorisedPress {
  words: SlackWords;
  today: LocalDate;
  sql: Sql;
}
export interface TaskForm {
  press: TaskPress;
  callbackId: string;
  words(words: SlackWords): { title: string; submit: string };
  /** null: there is nothing to choose from, and the text says so */
  blocks(context: FormContext): Promise<SlackBlock[] | string> | SlackBlock[] | string;
}

export const readTaskId = ({ value }: SlackPress): string => {
  const id = slackActionValueSchema.safeParse(value);
  if (!id.success) throw new AppError('not_found', { message: 'The button names no task' });
  return id.data;
};

const bare = (title: string, text: string, close: string): SlackModal => ({
  callbackId: 'loading',
  title,
  submit: null,
  close,
  privateMetadata: '',
  blocks: [section(text)],
});

export const openForm =
  (form: TaskForm): SlackHandler<SlackPress> =>
  async (context, press) => {
    const { port, isLate } = context;
    if (isLate || press.triggerId === '')
      throw new AppError('not_allowed_now', { message: 'The trigger is too old', details: { say: 'tooLate' } });
    const view = await port.openModal(press.triggerId, bare('Gangway', '…', 'OK'));
    try {
      await show(context, view, await filled(context, form, press));
    } catch (error) {
      if (!isAppError(error)) throw error;
      const person = await findPersonBySlack(context.deps.db, press.teamId, press.userId);
      const text = refusalText(slackWordsFor(person?.locale ?? 'en'), error);
      await show(context, view, bare('Gangway', escape(text), 'OK'));
      // the modal is open and cannot be opened again: what failed is said in it
      throw new AppError('not_allowed_now', { message: error.message, cause: error, details: { isTold: true } });
    }
  };

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

async function filled(context: SlackContext, form: TaskForm, press: SlackPress): Promise<SlackModal> {
  const { deps } = context;
  const taskId = readTaskId(press);
  const allowed = await authorisePress(context, press, { taskId, press: form.press });
  const { person, task, state } = allowed;
  const words = slackWordsFor(person.locale);
  const today = todayOf(workHoursOf(person, state.onboarding.timezone), deps.clock.now().toISOString());
  const blocks = await form.blocks({ ...allowed, words, today, sql: deps.db });
  const { title, submit } = form.words(words);
  if (typeof blocks === 'string') return bare(title, escape(blocks), words.close);
  return {
    callbackId: form.callbackId,
    title,
    submit,
    close: words.close,
    privateMetadata: writeMetadata({ taskId, channelId: press.channelId, today, locale: person.locale }),
    blocks: [section(`*${escape(cut(task.name, 200))}*\n${escape(cut(state.onboarding.name, 200))}`), ...blocks],
  };
}

/** What the modal of a submission carries; one that was opened by somebody else's rules is refused. */
export function metadataOf({ view }: SlackSubmission): ModalMetadata {
  const metadata = readMetadata(view.privateMetadata);
  if (!metadata) throw new AppError('invalid_input', { message: 'The modal names no task' });
  return metadata;
}

export const textOf = ({ values }: SlackSubmission, block: string): string | null => {
  const value = values[block];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
};

export interface Pressed {
  taskId: string;
  press: TaskPress;
  command:
    Pick<CommandCall, 'name' | 'input'> | ((allowed: AuthorisedPress) => Promise<Pick<CommandCall, 'name' | 'input'>>);
}

/** Authorised anew: time has passed since the modal was opened. */
export async function runPress(
  context: SlackContext,
  incoming: SlackPress | SlackSubmission,
  { taskId, press, command }: Pressed,
): Promise<void> {
  const allowed = await authorisePress(context, incoming, { taskId, press });
  await runCommand(context.deps, {
    ...(typeof command === 'function' ? await command(allowed) : command),
    subjectId: taskId,
    actor: allowed.actor,
    also: (tx) => context.settle(tx),
  });
}
