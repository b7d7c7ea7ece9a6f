/** The one table of what is done about what comes in from Slack. What stands here nowhere is acknowledged and left. */
import { slackActions, slackModals } from '../../contracts/slack.ts';
import { followUser } from './follow-user.ts';
import { forgetRemovedWorkspace, forgetRevokedToken } from './forget-workspace.ts';
import type { SlackHandlers } from './handler.ts';
import { blockForm, blockModal } from './tasks/block.ts';
import { completeTask } from './tasks/done.ts';
import { reassignForm, reassignModal } from './tasks/reassign.ts';
import { openForm } from './tasks/task-modal.ts';
import { holdForm, holdModal, snoozeForm, snoozeModal } from './tasks/until.ts';

export const slackHandlers: SlackHandlers = {
  actions: {
    [slackActions.taskDone]: completeTask,
    [slackActions.taskSnooze]: openForm(snoozeForm),
    [slackActions.taskBlock]: openForm(blockForm),
    [slackActions.taskReassign]: openForm(reassignForm),
    [slackActions.holdEscalation]: openForm(holdForm),
  },
  modals: {
    [slackModals.snooze]: snoozeModal,
    [slackModals.hold]: holdModal,
    [slackModals.block]: blockModal,
    [slackModals.reassign]: reassignModal,
  },
  commands: {},
  events: {
    app_uninstalled: forgetRemovedWorkspace,
    tokens_revoked: forgetRevokedToken,
    user_change: followUser,
  },
};
