/**
 * A press that asks for something first: the modal is opened at once, empty, since its trigger lasts three seconds, and
 * filled once we know who it is and what they may.
 */
import type { SlackBlock, SlackModal } from '../../../../integrations/ports-slack.ts';
import { slackActionValueSchema } from '../../../contracts/slack.ts';
import type { SlackPress, SlackSubmission } from '../../../contracts/slack-incoming.ts';
import type { Sql } from '../../../db/database.ts';
import type { LocalDate } from '../../../domain/model.ts';
import type { TaskPress } from '../../../domain/task-presses.ts';
import { todayOf, workHoursOf } from '../../../domain/work-hours.ts';
import { AppError } from '../../../errors.ts';
import { section } from '../../messages/render/slack-parts.ts';
import { cut, escape } from '../../messages/render/slack-text.ts';
import { type CommandCall, runCommand } from '../../onboardings/run-command.ts';
import type { SlackContext, SlackHandler } from '../handler.ts';
import { type ModalMetadata, readMetadata, writeMetadata } from '../modal-metadata.ts';
import { bare, openThenFill } from '../open-modal.ts';
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

export const openForm =
  (form: TaskForm): SlackHandler<SlackPress> =>
  (context, press) =>
    openThenFill(context, press, () => filled(context, form, press));

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
