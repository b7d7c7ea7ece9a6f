/** The few blocks that our Slack messages are made of, each within Slack's limits. */
import type { SlackBlock } from '../../../../integrations/ports-slack.ts';
import { slackActions } from '../../../contracts/slack.ts';
import type { BlockerPress } from '../../../domain/blocker-presses.ts';
import type { TaskPress } from '../../../domain/task-presses.ts';
import type { Wording } from '../wording/wording.ts';
import { cut, plain } from './slack-text.ts';

/** @see https://docs.slack.dev/reference/block-kit/blocks */
export const slackLimits = {
  blocks: 50,
  /** of all blocks together: Slack refuses at about 13,000 with msg_blocks_too_long and does not say where exactly */
  characters: 12_000,
  sectionText: 3_000,
  headerText: 150,
  buttonText: 75,
  actionsElements: 25,
  url: 3_000,
} as const;

/** Slack refuses an empty text with the whole message. */
const mrkdwn = (text: string): { type: 'mrkdwn'; text: string; verbatim: true } => ({
  type: 'mrkdwn',
  text: cut(text.trim(), slackLimits.sectionText) || '…',
  verbatim: true,
});

export const section = (text: string): SlackBlock => ({ type: 'section', text: mrkdwn(text) });
export const header = (text: string): SlackBlock => ({
  type: 'header',
  text: { type: 'plain_text', text: plain(text, slackLimits.headerText), emoji: false },
});
export const context = (text: string): SlackBlock => ({
  type: 'context',
  elements: [mrkdwn(text)],
});

export interface SlackButton {
  actionId: string;
  label: string;
  /** an opaque id; absent for a link */
  value?: string;
  url?: string;
  isPrimary?: boolean;
}

/** @param blockId unique in the message */
export const actions = (blockId: string, buttons: SlackButton[]): SlackBlock => ({
  type: 'actions',
  block_id: blockId,
  elements: buttons.slice(0, slackLimits.actionsElements).map(({ actionId, label, value, url, isPrimary = false }) => ({
    type: 'button',
    action_id: actionId,
    text: { type: 'plain_text', text: plain(label, slackLimits.buttonText), emoji: false },
    ...(value === undefined ? {} : { value }),
    ...(url === undefined || url.length > slackLimits.url ? {} : { url }),
    ...(isPrimary ? { style: 'primary' } : {}),
  })),
});

const pressButtons = <Press extends TaskPress | BlockerPress>(
  presses: readonly Press[],
  {
    actions,
    value,
    primary,
    chat,
  }: { actions: Record<Press, string>; value: string; primary: Press; chat: Wording['chat'] },
): SlackButton[] =>
  presses.map((press) => ({
    actionId: actions[press],
    label: chat.press[press],
    value,
    isPrimary: press === primary,
  }));

const actionOf: Record<TaskPress, string> = {
  done: slackActions.taskDone,
  snooze: slackActions.taskSnooze,
  block: slackActions.taskBlock,
  reassign: slackActions.taskReassign,
  hold: slackActions.holdEscalation,
};

/** The buttons beside a task, in a nudge as in the home tab. */
export const taskButtons = (taskId: string, presses: readonly TaskPress[], { chat }: Wording): SlackButton[] =>
  pressButtons(presses, { actions: actionOf, value: taskId, primary: 'done', chat });

const blockerActionOf: Record<BlockerPress, string> = {
  resolve: slackActions.blockerResolved,
  expect: slackActions.blockerExpected,
};

/** The buttons beside what is missing. */
export const blockerButtons = (blockerId: string, presses: readonly BlockerPress[], { chat }: Wording): SlackButton[] =>
  pressButtons(presses, { actions: blockerActionOf, value: blockerId, primary: 'resolve', chat });

export const openButton = ({ label, url }: { label: string; url: string }): SlackButton => ({
  actionId: slackActions.open,
  label,
  url,
});
