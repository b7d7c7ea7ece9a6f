/** Says to whoever pressed something why it did nothing, in their language, seen by them alone. */
import type { SlackCommand, SlackIncoming, SlackPress, SlackSubmission } from '../../contracts/slack-incoming.ts';
import { findPersonBySlack } from '../../db/person-channels.ts';
import type { AppError } from '../../errors.ts';
import { actions, openButton, section } from '../messages/render/slack-parts.ts';
import { cut, escape } from '../messages/render/slack-text.ts';
import type { SlackContext } from './handler.ts';
import { readMetadata } from './modal-metadata.ts';
import { sayAlone } from './say-alone.ts';
import { slackWordsFor } from './wording/index.ts';
import type { SlackWords } from './wording/slack-words.ts';

export type Refusal = keyof SlackWords['refused'];

type Told = SlackPress | SlackSubmission | SlackCommand;

/** @param error null: it failed for good, through no fault of theirs */
export async function explain(
  { deps, port }: SlackContext,
  incoming: Exclude<SlackIncoming, { kind: 'event' }>,
  error: AppError | null,
): Promise<void> {
  const { teamId, userId } = incoming;
  const person = await findPersonBySlack(deps.db, teamId, userId);
  if (person && person.deactivatedAt !== null) return;
  const words = slackWordsFor(person?.locale ?? 'en');
  const text = refusalText(words, error);
  const responseUrl = incoming.kind === 'command' ? incoming.responseUrl : null;
  const listener = { userId, channelId: placeOf(incoming), responseUrl };
  const url = openingOf(deps, error);
  const open = url === null ? [] : [actions('open', [openButton({ label: words.home.open, url })])];
  await sayAlone(port, listener, { text: escape(text), blocks: [section(escape(text)), ...open] });
}

/** Where its owner opens the task that asks for something first. */
function openingOf({ publicUrl }: Pick<SlackContext['deps'], 'publicUrl'>, error: AppError | null): string | null {
  const taskId = error?.details['needs'] === 'form' ? error.details['taskId'] : null;
  return typeof taskId === 'string' ? `${publicUrl}/tasks?task=${taskId}` : null;
}

export function refusalText({ refused }: SlackWords, error: AppError | null): string {
  const say = error?.details['say'];
  const known = refusals.find((refusal) => refusal === say);
  if (known) return refused[known];
  const form = error?.details['needs'] === 'form' ? error.details['form'] : null;
  if (typeof form === 'string') return refused.formFirst.replace('{form}', () => cut(form, 200));
  switch (error?.rule.kind) {
    case 'auth':
      return refused.notYours;
    case 'conflict':
      return refused.notNow;
    case 'user':
      return error?.code === 'not_found' ? refused.gone : refused.invalid;
    default:
      return refused.failed;
  }
}
const refusals: readonly Refusal[] = [
  'unknown',
  'notYours',
  'notNow',
  'gone',
  'noHandoff',
  'openIt',
  'invalid',
  'tooLate',
];

const placeOf = (incoming: Told): string | null =>
  incoming.kind === 'submission'
    ? (readMetadata(incoming.view.privateMetadata)?.channelId ?? null)
    : incoming.channelId;
