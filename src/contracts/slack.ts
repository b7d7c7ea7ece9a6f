/** Names on the wire between the blocks that we post and the presses that come back. A value is an opaque id, never a right. */
import { z } from 'zod';

/** Buttons and menus; their `value` is the task's id, for `blocker_…` the blocker's, for `open_handoff` the onboarding's. */
export const slackActions = {
  taskDone: 'task_done',
  taskSnooze: 'task_snooze',
  taskBlock: 'task_block',
  taskReassign: 'task_reassign',
  /** a link: Slack tells it, nothing is to be done */
  open: 'open',
  holdEscalation: 'hold_escalation',
  blockerResolved: 'blocker_resolved',
  blockerExpected: 'blocker_expected',
  openHandoff: 'open_handoff',
} as const;

/** `callback_id` of our modals. */
export const slackModals = {
  snooze: 'snooze',
  hold: 'hold',
  block: 'block',
  expected: 'expected',
  reassign: 'reassign',
  handoff: 'handoff',
  startOnboarding: 'start_onboarding',
} as const;

/** Menus that look up what they offer; `action_id` and `block_id` alike. */
export const slackMenus = { wonDeal: 'won_deal', colleague: 'whom' } as const;

export const slackActionValueSchema = z.uuid();
