/** What a person can stop: a few topics, not each of our kinds of message. */
import { type IntentKind, intentKinds } from '../../domain/model.ts';

export const mailTopics = ['tasks', 'progress', 'escalations', 'portfolio'] as const;
export type MailTopic = (typeof mailTopics)[number];

export const topicOf: Record<IntentKind, MailTopic> = {
  welcome: 'tasks',
  task_ready: 'tasks',
  reminder: 'tasks',
  due: 'tasks',
  overdue: 'tasks',
  blocker: 'tasks',
  milestone_done: 'progress',
  go_live: 'progress',
  held: 'progress',
  resumed: 'progress',
  transitioned: 'progress',
  escalation: 'escalations',
  hold_notice: 'escalations',
  handoff_request: 'portfolio',
  problem: 'portfolio',
  publish_request: 'portfolio',
  gate_approval: 'portfolio',
  go_live_request: 'portfolio',
  pulse: 'progress',
  pulse_answered: 'portfolio',
  success_handover: 'portfolio',
  check_in: 'portfolio',
  renewal_reminder: 'portfolio',
  comment_received: 'portfolio',
  comment_answered: 'tasks',
  bounce_notice: 'portfolio',
  health_turned: 'portfolio',
  forecast_slipped: 'portfolio',
  milestone_at_risk: 'portfolio',
  deal_changed: 'portfolio',
  slack_channel_closed: 'portfolio',
  slack_channel_refused: 'portfolio',
};

/** What `people.unsubscribed` holds for a topic: the kinds of message in it. */
export const kindsOfTopic = (topic: MailTopic): IntentKind[] => intentKinds.filter((kind) => topicOf[kind] === topic);

export const isUnsubscribedFrom = (unsubscribed: readonly string[], topic: MailTopic): boolean =>
  kindsOfTopic(topic).every((kind) => unsubscribed.includes(kind));
