/** The one table of what is done about what comes in from Slack. What stands here nowhere is acknowledged and left. */
import { slackActions, slackMenus, slackModals } from '../../contracts/slack.ts';
import { followUser } from './follow-user.ts';
import { forgetRemovedWorkspace, forgetRevokedToken } from './forget-workspace.ts';
import type { SlackHandlers } from './handler.ts';
import { handoffModal, openHandoff } from './handoff/handoff-form.ts';
import { modalAtHome, pressAtHome, publishHome } from './publish-home.ts';
import { runSlashCommand } from './run-slash-command.ts';
import { startModal, wonDealMenu } from './start/start-form.ts';
import { blockForm, blockModal } from './tasks/block.ts';
import { expectedModal, openExpected, resolveBlocker } from './tasks/blocker.ts';
import { completeTask } from './tasks/done.ts';
import { colleagueMenu, reassignForm, reassignModal } from './tasks/reassign.ts';
import { openForm } from './tasks/task-modal.ts';
import { holdForm, holdModal, snoozeForm, snoozeModal } from './tasks/until.ts';
import { unfurlLinks } from './unfurl-links.ts';

export const slackHandlers: SlackHandlers = {
  actions: {
    [slackActions.taskDone]: pressAtHome(completeTask),
    [slackActions.taskSnooze]: openForm(snoozeForm),
    [slackActions.taskBlock]: openForm(blockForm),
    [slackActions.taskReassign]: openForm(reassignForm),
    [slackActions.holdEscalation]: openForm(holdForm),
    [slackActions.blockerResolved]: resolveBlocker,
    [slackActions.blockerExpected]: openExpected,
    [slackActions.openHandoff]: openHandoff,
  },
  modals: {
    [slackModals.snooze]: modalAtHome(snoozeModal),
    [slackModals.hold]: modalAtHome(holdModal),
    [slackModals.block]: modalAtHome(blockModal),
    [slackModals.expected]: expectedModal,
    [slackModals.reassign]: modalAtHome(reassignModal),
    [slackModals.handoff]: handoffModal,
    [slackModals.startOnboarding]: startModal,
  },
  menus: { [slackMenus.wonDeal]: wonDealMenu, [slackMenus.colleague]: colleagueMenu },
  commands: { '/gangway': runSlashCommand },
  events: {
    app_home_opened: publishHome,
    link_shared: unfurlLinks,
    app_uninstalled: forgetRemovedWorkspace,
    tokens_revoked: forgetRevokedToken,
    user_change: followUser,
  },
};
