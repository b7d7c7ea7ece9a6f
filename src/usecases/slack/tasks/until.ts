/** Snooze and hold: until which day, from a few that are near or any other. */
import { slackModals } from '../../../contracts/slack.ts';
import type { SlackSubmission } from '../../../contracts/slack-incoming.ts';
import { addDays, isLocalDate } from '../../../domain/local-date.ts';
import type { LocalDate } from '../../../domain/model.ts';
import { AppError } from '../../../errors.ts';
import type { SlackModalHandler } from '../handler.ts';
import { readMetadata } from '../modal-metadata.ts';
import { slackWordsFor } from '../wording/index.ts';
import type { SlackWords } from '../wording/slack-words.ts';
import { type Choice, dateInput, selectInput } from './inputs.ts';
import { metadataOf, runPress, type TaskForm, textOf } from './task-modal.ts';

const blocks = { soon: 'soon', date: 'date' } as const;
const days = { tomorrow: 1, threeDays: 3, week: 7, twoWeeks: 14 } as const;
const presets = ['tomorrow', 'threeDays', 'week', 'twoWeeks'] as const;

const presetsFrom = (today: LocalDate, { until }: SlackWords): Choice[] =>
  presets.map((preset) => ({ value: addDays(today, days[preset]), label: until[preset] }));

const untilForm = (press: 'snooze' | 'hold'): TaskForm => ({
  press,
  callbackId: slackModals[press],
  words: (words) => words[press],
  blocks: ({ words, today }) => [
    selectInput({ id: blocks.soon, label: words.until.soon, isOptional: true }, presetsFrom(today, words)),
    dateInput({ id: blocks.date, label: words.until.date, isOptional: true }),
  ],
});
export const snoozeForm = untilForm('snooze');
export const holdForm = untilForm('hold');

/** A day of one's own goes before those that are offered. */
const chosen = (submission: SlackSubmission): LocalDate | null =>
  textOf(submission, blocks.date) ?? textOf(submission, blocks.soon);

/** As the commands themselves have it. */
const longestDays = { snooze: 60, hold: 30 } as const;

function wrong(submission: SlackSubmission, longest: number): Record<string, string> | null {
  const metadata = readMetadata(submission.view.privateMetadata);
  if (!metadata) return null;
  const { until: words } = slackWordsFor(metadata.locale);
  const until = chosen(submission);
  const block = textOf(submission, blocks.date) === null ? blocks.soon : blocks.date;
  if (until === null || !isLocalDate(until)) return { [blocks.soon]: words.eitherIsNeeded };
  if (until <= metadata.today) return { [block]: words.mustLieAhead };
  if (until > addDays(metadata.today, longest)) return { [block]: words.tooFar.replace('{days}', String(longest)) };
  return null;
}

const untilModal = (press: 'snooze' | 'hold'): SlackModalHandler => ({
  check: (_deps, submission) => Promise.resolve(wrong(submission, longestDays[press])),
  handle: (context, submission) => {
    const until = chosen(submission);
    if (until === null) throw new AppError('invalid_input', { message: 'No day was chosen' });
    const name = press === 'snooze' ? 'snooze' : 'hold-escalation';
    return runPress(context, submission, {
      taskId: metadataOf(submission).taskId,
      press,
      command: { name, input: { until } },
    });
  },
});
export const snoozeModal = untilModal('snooze');
export const holdModal = untilModal('hold');
