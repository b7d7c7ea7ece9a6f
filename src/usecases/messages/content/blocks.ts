import type { IntentKind } from '../../../domain/model.ts';
import type { BlockBuilder } from './block-context.ts';
import { goLive, held, milestoneDone, pulse, resumed, transitioned, welcome } from './news-blocks.ts';
import { blocker, escalation, holdNotice, ownTask } from './task-blocks.ts';
import { commentAnswered, commentReceived } from './talk-blocks.ts';
import {
  bounceNotice,
  checkIn,
  dealChanged,
  forecastSlipped,
  gateApproval,
  goLiveRequest,
  handoffRequest,
  healthTurned,
  milestoneAtRisk,
  problem,
  publishRequest,
  pulseAnswered,
  renewalReminder,
  slackChannelNotice,
  successHandover,
} from './team-blocks.ts';

/** What each kind of wish looks like in a mail; a new kind does not compile until it has its block. */
export const blockBuilders: Record<IntentKind, BlockBuilder> = {
  welcome,
  task_ready: ownTask,
  reminder: ownTask,
  due: ownTask,
  overdue: ownTask,
  hold_notice: holdNotice,
  escalation,
  blocker,
  milestone_done: milestoneDone,
  go_live: goLive,
  held,
  resumed,
  transitioned,
  handoff_request: handoffRequest,
  problem,
  publish_request: publishRequest,
  gate_approval: gateApproval,
  go_live_request: goLiveRequest,
  success_handover: successHandover,
  check_in: checkIn,
  renewal_reminder: renewalReminder,
  pulse,
  pulse_answered: pulseAnswered,
  comment_received: commentReceived,
  comment_answered: commentAnswered,
  bounce_notice: bounceNotice,
  health_turned: healthTurned,
  forecast_slipped: forecastSlipped,
  milestone_at_risk: milestoneAtRisk,
  deal_changed: dealChanged,
  slack_channel_closed: slackChannelNotice,
  slack_channel_refused: slackChannelNotice,
};
