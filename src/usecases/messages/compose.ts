/** From claimed messages to what they say: everything in one statement, links for its tasks, the words in its reader's language. */
import { createHmac } from 'node:crypto';
import type { OutgoingMail } from '../../../integrations/ports-mail.ts';
import type { Clock } from '../../db/clock.ts';
import type { Database } from '../../db/database.ts';
import { createTaskLinks, type NewLink } from '../../db/links.ts';
import { openTasksOf } from '../../db/open-tasks.ts';
import { rememberMessageTasks } from '../../db/message-tasks.ts';
import { type IntentFacts, loadMessageFacts, type MessageFacts, type Recipient } from '../../db/message-facts.ts';
import { knownZone } from '../../domain/work-hours.ts';
import { makePulseToken } from '../pulse/pulse-token.ts';
import { makeReplyAddress } from '../replies/reply-address.ts';
import { type AlsoOpen, alsoOpen, alsoTasks } from './content/also-open.ts';
import { type Digest, digestContent, linkedTaskIds } from './content/digest-content.ts';
import type { MailContent } from './content/mail-content.ts';
import { renderHtml } from './render/html.ts';
import { renderText } from './render/text.ts';
import { topicOf } from './topics.ts';
import { makeOpenToken } from './open-token.ts';
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
  tracksOpens?: boolean;
}

interface MessageLink extends NewLink {
  messageId: string;
}

export interface Composed {
  facts: MessageFacts;
  digest: Digest;
  also: AlsoOpen;
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
  const drafts = await draftsOf(deps, messageIds);
  const targets = drafts.flatMap(({ links }) => links);
  const tokenOf = taskToken(deps.secret);
  if (options.createsLinks) await createTaskLinks(deps.db, targets, tokenOf);
  return drafts.flatMap((draft) => contentOf(deps, draft, options, tokenOf) ?? []);
}

interface Draft {
  facts: MessageFacts;
  speaker: Speaker;
  also: AlsoOpen;
  /** tasks that the reader opens by a link of their own */
  links: MessageLink[];
}

async function draftsOf({ db, clock }: ComposeDeps, messageIds: readonly string[]): Promise<Draft[]> {
  const now = clock.now().toISOString();
  const all = (await loadMessageFacts(db, messageIds)).map((facts) => ({ facts, readers: readersOf(facts) }));
  const open = await openTasksOf(db, [...new Set(all.flatMap(({ readers }) => readers))], now);
  return all.map(({ facts, readers }): Draft => {
    const { recipient, intents } = facts;
    const timezone = knownZone(recipient.timezone, intents[0]?.onboarding.timezone);
    const speaker = createSpeaker({ locale: recipient.locale, timezone, now });
    const also = alsoOpen(
      facts,
      readers.flatMap((id) => open.get(id) ?? []),
      speaker,
    );
    // our own people open what else is open in the console
    const others =
      recipient.side === 'team' ? [] : alsoTasks(also).map(({ id, ownerId }) => linkTo(facts, id, [ownerId]));
    const named = linkedTaskIds(facts).map((id) => {
      const about = intents.filter(({ task }) => task?.id === id);
      const onTask = about.filter(({ blocker }) => blocker === null);
      const isForBlockers = onTask.length === 0;
      const askedIds = (isForBlockers ? about : onTask).map(({ person }) => person.id);
      return { ...linkTo(facts, id, askedIds), isForBlockers };
    });
    return { facts, speaker, also, links: [...named, ...others] };
  });
}

/** @param askedIds who are asked about the task: who stands in for all of them opens it in the place of one */
const linkTo = ({ messageId, recipient }: MessageFacts, taskId: string, askedIds: readonly string[]): MessageLink => ({
  messageId,
  taskId,
  personId: recipient.id,
  inPlaceOfId: askedIds.includes(recipient.id) ? null : (askedIds[0] ?? null),
});

export const hasConsole = ({ side, staffRole }: Recipient): boolean => side === 'team' && staffRole !== null;

/** Whose work the message speaks of: its recipient's, and that of whoever they stand in for. */
const readersOf = ({ recipient, intents }: MessageFacts): string[] => [
  ...new Set([recipient.id, ...intents.map(({ person }) => person.id)]),
];

function contentOf(
  { publicUrl, secret, companyName }: ComposeDeps,
  { facts, speaker, also, links }: Draft,
  { isAnswerable, isInteractive }: ComposeOptions,
  tokenOf: (target: MessageLink) => string,
): Composed | null {
  const { recipient, channel } = facts;
  const tokens = new Map(links.map((link) => [link.taskId, tokenOf(link)]));
  const unsubscribeToken = (lead: IntentFacts): string =>
    makeUnsubscribeToken({ personId: recipient.id, topic: topicOf[lead.kind], channel }, secret);
  const digest = digestContent({
    isAnswerable,
    isInteractive,
    facts,
    companyName,
    speaker,
    also,
    taskUrl: (taskId) => {
      const token = tokens.get(taskId);
      return token === undefined ? null : `${publicUrl}/t/${token}`;
    },
    consoleUrl: (onboardingId) => `${publicUrl}/console/onboardings/${onboardingId}`,
    allTasksUrl: `${publicUrl}${hasConsole(recipient) ? '/console/tasks' : '/tasks'}`,
    pulseUrl: (checkInId) => `${publicUrl}/p/${makePulseToken({ personId: recipient.id, checkInId }, secret)}`,
    commentUrl: (commentId) => `${publicUrl}/console/queue?comment=${commentId}`,
    unsubscribeUrl: (lead) => `${publicUrl}/u/${unsubscribeToken(lead)}`,
  });
  return digest && { facts, digest, also, speaker, unsubscribeToken: unsubscribeToken(digest.lead) };
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
      composed.map(({ facts: { messageId }, digest: { asks } }) => ({ messageId, asks })),
    );
  return composed.map((one) => mailOf(deps, one));
}

function mailOf(
  { publicUrl, secret, companyName, inboundAddress = null, tracksOpens = false }: ComposeDeps,
  { facts, digest, speaker, unsubscribeToken }: Composed,
): OutgoingMail {
  const { messageId, recipient } = facts;
  const { lead } = digest;
  const content = tracksOpens ? sayingSo(digest.content, speaker) : digest.content;
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
    openImageUrl: tracksOpens ? `${publicUrl}/o/${makeOpenToken(messageId, secret)}` : null,
  };
}

const sayingSo = (content: MailContent, { words }: Speaker): MailContent => ({
  ...content,
  footer: [...content.footer, words.footer.opens],
});

/** 32 bytes that only we can make, and the same ones when the message is written again, so that a repeat leaves no second link behind. */
const taskToken =
  (secret: string) =>
  ({ messageId, taskId, personId }: MessageLink): string =>
    createHmac('sha256', secret).update(['task link', messageId, taskId, personId].join('\n')).digest('base64url');
