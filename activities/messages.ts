/** What workflows cause in people's inboxes, and what comes back from there. */
import { deliverMessage, type DeliveryDeps } from '../src/usecases/messages/deliver.ts';
import { sendDueDigests } from '../src/usecases/messages/send-due-digests.ts';
import { tellAlerts } from '../src/usecases/messages/tell-alerts.ts';
import { updatePosts } from '../src/usecases/messages/update-posts.ts';
import { handlePendingMails, type ReplyDeps } from '../src/usecases/replies/handle-pending-mails.ts';
import type { AlertActivities } from '../workflows/alerts/messages.ts';
import type { DigestRoundActivities } from '../workflows/digest-rounds/messages.ts';
import type { MailIntakeActivities } from '../workflows/mail-intake/messages.ts';
import type { DeliveryActivities } from '../workflows/person-digest/messages.ts';
import type { SlackPostActivities } from '../workflows/slack-posts/messages.ts';
import { whileHeartbeating } from './heartbeat.ts';

export const createMessageActivities = (
  deps: DeliveryDeps,
  replies: ReplyDeps,
): AlertActivities & DeliveryActivities & DigestRoundActivities & MailIntakeActivities & SlackPostActivities => ({
  deliverMessage: ({ messageId }) => deliverMessage(deps, messageId),
  sendDueDigests: () => whileHeartbeating(() => sendDueDigests(deps)),
  tellAlerts: () => whileHeartbeating(() => tellAlerts(deps)),
  updateSlackPosts: () => whileHeartbeating(() => updatePosts(deps)),
  handlePendingMails: () => whileHeartbeating(() => handlePendingMails(replies)),
});
