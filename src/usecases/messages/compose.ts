/** From one claimed message to the mail: everything in one statement, links for its tasks, the words in its reader's language. */
import { createHmac } from 'node:crypto';
import type { OutgoingMail } from '../../../integrations/ports.ts';
import type { Clock } from '../../db/clock.ts';
import type { Database } from '../../db/database.ts';
import { createTaskLinks, type LinkTarget } from '../../db/links.ts';
import { rememberMessageTasks } from '../../db/message-tasks.ts';
import { type IntentFacts, loadMessageFacts } from '../../db/message-facts.ts';
import { makePulseToken } from '../pulse/pulse-token.ts';
import { makeReplyAddress } from '../replies/reply-address.ts';
import { digestContent, linkedTaskIds } from './content/digest-content.ts';
import { renderHtml } from './render/html.ts';
import { renderText } from './render/text.ts';
import { topicOf } from './topics.ts';
import { makeUnsubscribeToken } from './unsubscribe-token.ts';
import { createSpeaker } from './wording/speak.ts';

export interface ComposeDeps {
  db: Database;
  clock: Clock;
  publicUrl: string;
  secret: string;
  companyName: string;
  /** the mailbox that answers go to; null: they go to the CSM */
  inboundAddress?: string | null;
}

/** Null: nothing in the message may be shown to its recipient. */
export async function composeMessage(
  { db, clock, publicUrl, secret, companyName, inboundAddress = null }: ComposeDeps,
  messageId: string,
): Promise<OutgoingMail | null> {
  const facts = await loadMessageFacts(db, messageId);
  const { recipient } = facts;
  const targets = linkedTaskIds(facts).map((taskId) => ({ taskId, personId: recipient.id }));
  const links = await createTaskLinks(db, targets, taskToken(messageId, secret));
  const tokens = new Map(links.map(({ taskId, token }) => [taskId, token]));
  const unsubscribeToken = (lead: IntentFacts): string =>
    makeUnsubscribeToken({ personId: recipient.id, topic: topicOf[lead.kind] }, secret);
  const digest = digestContent({
    isAnswerable: inboundAddress !== null,
    facts,
    companyName,
    speaker: createSpeaker({
      locale: recipient.locale,
      timezone: recipient.timezone ?? facts.intents[0]?.onboarding.timezone ?? 'UTC',
      now: clock.now().toISOString(),
    }),
    taskUrl: (taskId) => {
      const token = tokens.get(taskId);
      return token === undefined ? null : `${publicUrl}/t/${token}`;
    },
    consoleUrl: (onboardingId) => `${publicUrl}/console/onboardings/${onboardingId}`,
    pulseUrl: (checkInId) => `${publicUrl}/p/${makePulseToken({ personId: recipient.id, checkInId }, secret)}`,
    unsubscribeUrl: (lead) => `${publicUrl}/u/${unsubscribeToken(lead)}`,
  });
  if (!digest) return null;
  const { content, lead, taskIds } = digest;
  const { csm } = lead.onboarding;
  const onboardingIds = new Set(facts.intents.map(({ onboarding }) => onboarding.id));
  const replyTo =
    inboundAddress === null
      ? csm && csm.email !== facts.address
        ? { name: csm.name, address: csm.email }
        : null
      : {
          name: csm?.name ?? companyName,
          // a token is no business date
          address: makeReplyAddress({ kind: 'message', messageId }, { address: inboundAddress, secret }, new Date()),
        };
  if (inboundAddress !== null) await rememberMessageTasks(db, messageId, taskIds);
  return {
    messageId,
    subject: content.subject,
    html: renderHtml(content),
    text: renderText(content),
    to: { name: recipient.name, address: facts.address },
    replyTo,
    threadKey: onboardingIds.size === 1 ? `${lead.onboarding.id}.${recipient.id}` : recipient.id,
    unsubscribeUrl: `${publicUrl}/api/v1/unsubscribe/${unsubscribeToken(lead)}`,
  };
}

/** 32 bytes that only we can make, and the same ones when the mail is written again, so that a repeat leaves no second link behind. */
const taskToken =
  (messageId: string, secret: string) =>
  ({ taskId, personId }: LinkTarget): string =>
    createHmac('sha256', secret).update(['task link', messageId, taskId, personId].join('\n')).digest('base64url');
