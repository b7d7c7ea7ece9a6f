/** What workflows cause in people's inboxes, and what comes back from there. */
import type { Drained } from '../src/contracts/processes.ts';
import { deliverMessage, type DeliveryDeps } from '../src/usecases/messages/deliver.ts';
import { sendDueDigests } from '../src/usecases/messages/send-due-digests.ts';
import { tellAlerts } from '../src/usecases/messages/tell-alerts.ts';
import { updatePosts } from '../src/usecases/messages/update-posts.ts';
import { handlePendingMails, type ReplyDeps } from '../src/usecases/replies/handle-pending-mails.ts';
import { updateHomes } from '../src/usecases/slack/update-homes.ts';
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
  updateSlackPosts: () => whileHeartbeating(async () => bothOf(await updatePosts(deps), await updateHomes(deps))),
  handlePendingMails: () => whileHeartbeating(() => handlePendingMails(replies)),
});

/** Two looks of one workflow: it goes on while either has more, and wakes for whichever is first. */
function bothOf(one: Drained, other: Drained): Drained {
  const waits = [one.wakeInMs, other.wakeInMs].filter((ms) => ms !== null);
  return { hasMore: one.hasMore || other.hasMore, wakeInMs: waits.length > 0 ? Math.min(...waits) : null };
}
