/** From one claimed message to what it says: everything in one statement, links for its tasks, the words in its reader's language. */
import { createHmac } from 'node:crypto';
import type { OutgoingMail } from '../../../integrations/ports.ts';
import type { Clock } from '../../db/clock.ts';
import type { Database } from '../../db/database.ts';
import { createTaskLinks, type LinkTarget } from '../../db/links.ts';
import { rememberMessageTasks } from '../../db/message-tasks.ts';
import { type IntentFacts, loadMessageFacts, type MessageFacts } from '../../db/message-facts.ts';
import { makePulseToken } from '../pulse/pulse-token.ts';
import { makeReplyAddress } from '../replies/reply-address.ts';
import { type Digest, digestContent, linkedTaskIds } from './content/digest-content.ts';
import { renderHtml } from './render/html.ts';
import { renderText } from './render/text.ts';
import { topicOf } from './topics.ts';
import { makeUnsubscribeToken } from './unsubscribe-token.ts';
import { createSpeaker, type Speaker } from './wording/speak.ts';

export interface ComposeDeps {
  db: Database;
  clock: Clock;
  publicUrl: string;
  secret: string;
  companyName: string;
  /** the mailbox that answers go to; null: they go to the CSM */
  inboundAddress?: string | null;
}

export interface Composed {
  facts: MessageFacts;
  digest: Digest;
  speaker: Speaker;
  /** what stops messages like its leading one */
  unsubscribeToken: string;
}

export interface ComposeOptions {
  isAnswerable: boolean;
  isInteractive: boolean;
  /** false: written again after it went out, when its links are there already, or were taken away */
  createsLinks: boolean;
}

/** Null: nothing in the message may be shown to its recipient. */
export async function composeContent(
  { db, clock, publicUrl, secret, companyName }: ComposeDeps,
  messageId: string,
  { isAnswerable, isInteractive, createsLinks }: ComposeOptions,
): Promise<Composed | null> {
  const facts = await loadMessageFacts(db, messageId);
  const { recipient } = facts;
  const targets = linkedTaskIds(facts).map((taskId) => ({ taskId, personId: recipient.id }));
  const tokenOf = taskToken(messageId, secret);
  const links = createsLinks
    ? await createTaskLinks(db, targets, tokenOf)
    : targets.map((target) => ({ ...target, token: tokenOf(target) }));
  const tokens = new Map(links.map(({ taskId, token }) => [taskId, token]));
  const unsubscribeToken = (lead: IntentFacts): string =>
    makeUnsubscribeToken({ personId: recipient.id, topic: topicOf[lead.kind] }, secret);
  const speaker = createSpeaker({
    locale: recipient.locale,
    timezone: recipient.timezone ?? facts.intents[0]?.onboarding.timezone ?? 'UTC',
    now: clock.now().toISOString(),
  });
  const digest = digestContent({
    isAnswerable,
    isInteractive,
    facts,
    companyName,
    speaker,
    taskUrl: (taskId) => {
      const token = tokens.get(taskId);
      return token === undefined ? null : `${publicUrl}/t/${token}`;
    },
    consoleUrl: (onboardingId) => `${publicUrl}/console/onboardings/${onboardingId}`,
    pulseUrl: (checkInId) => `${publicUrl}/p/${makePulseToken({ personId: recipient.id, checkInId }, secret)}`,
    unsubscribeUrl: (lead) => `${publicUrl}/u/${unsubscribeToken(lead)}`,
  });
  return digest && { facts, digest, speaker, unsubscribeToken: unsubscribeToken(digest.lead) };
}

/** Null: nothing in the message may be shown to its recipient. */
export async function composeMail(deps: ComposeDeps, messageId: string): Promise<OutgoingMail | null> {
  const { db, publicUrl, secret, companyName, inboundAddress = null } = deps;
  const isAnswerable = inboundAddress !== null;
  const composed = await composeContent(deps, messageId, { isAnswerable, isInteractive: false, createsLinks: true });
  if (!composed) return null;
  const { facts, digest, unsubscribeToken } = composed;
  const { recipient } = facts;
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
  if (isAnswerable) await rememberMessageTasks(db, messageId, taskIds);
  return {
    messageId,
    subject: content.subject,
    html: renderHtml(content),
    text: renderText(content),
    to: { name: recipient.name, address: facts.address },
    replyTo,
    threadKey: onboardingIds.size === 1 ? `${lead.onboarding.id}.${recipient.id}` : recipient.id,
    unsubscribeUrl: `${publicUrl}/api/v1/unsubscribe/${unsubscribeToken}`,
  };
}

/** 32 bytes that only we can make, and the same ones when the message is written again, so that a repeat leaves no second link behind. */
const taskToken =
  (messageId: string, secret: string) =>
  ({ taskId, personId }: LinkTarget): string =>
    createHmac('sha256', secret).update(['task link', messageId, taskId, personId].join('\n')).digest('base64url');
