/** From claimed messages to what they say: everything in one statement, links for its tasks, the words in its reader's language. */
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

interface MessageLink extends LinkTarget {
  messageId: string;
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
export const composeContent = async (
  deps: ComposeDeps,
  messageId: string,
  options: ComposeOptions,
): Promise<Composed | null> => (await composeContents(deps, [messageId], options))[0] ?? null;

/** Those of which something may be shown to their recipients. */
async function composeContents(
  deps: ComposeDeps,
  messageIds: readonly string[],
  options: ComposeOptions,
): Promise<Composed[]> {
  const all = await loadMessageFacts(deps.db, messageIds);
  const targets = all.flatMap((facts) =>
    linkedTaskIds(facts).map((taskId) => ({ messageId: facts.messageId, taskId, personId: facts.recipient.id })),
  );
  const tokenOf = taskToken(deps.secret);
  if (options.createsLinks) await createTaskLinks(deps.db, targets, tokenOf);
  return all.flatMap((facts) => contentOf(deps, facts, options, tokenOf) ?? []);
}

function contentOf(
  { clock, publicUrl, secret, companyName }: ComposeDeps,
  facts: MessageFacts,
  { isAnswerable, isInteractive }: ComposeOptions,
  tokenOf: (target: MessageLink) => string,
): Composed | null {
  const { messageId, recipient } = facts;
  const tokens = new Map(
    linkedTaskIds(facts).map((taskId) => [taskId, tokenOf({ messageId, taskId, personId: recipient.id })]),
  );
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
export const composeMail = async (deps: ComposeDeps, messageId: string): Promise<OutgoingMail | null> =>
  (await composeMails(deps, [messageId]))[0] ?? null;

/** Those of which something may be shown to their recipients. */
export async function composeMails(deps: ComposeDeps, messageIds: readonly string[]): Promise<OutgoingMail[]> {
  const isAnswerable = typeof deps.inboundAddress === 'string';
  const composed = await composeContents(deps, messageIds, { isAnswerable, isInteractive: false, createsLinks: true });
  if (isAnswerable)
    await rememberMessageTasks(
      deps.db,
      composed.map(({ facts: { messageId }, digest: { taskIds } }) => ({ messageId, taskIds })),
    );
  return composed.map((one) => mailOf(deps, one));
}

function mailOf(
  { publicUrl, secret, companyName, inboundAddress = null }: ComposeDeps,
  { facts, digest: { content, lead }, unsubscribeToken }: Composed,
): OutgoingMail {
  const { messageId, recipient } = facts;
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
  (secret: string) =>
  ({ messageId, taskId, personId }: MessageLink): string =>
    createHmac('sha256', secret).update(['task link', messageId, taskId, personId].join('\n')).digest('base64url');
