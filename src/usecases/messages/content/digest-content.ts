/** Puts one message together: which blocks, in which order, under which subject. */
import { type IntentFacts, type MessageFacts, type Recipient } from '../../../db/message-facts.ts';
import type { AskedFor } from '../../../db/message-tasks.ts';
import { talkKinds } from '../../../domain/digest-standing.ts';
import type { IntentKind } from '../../../domain/model.ts';
import { maySee } from '../../../domain/permissions.ts';
import { isDoneByOpening } from '../../../domain/task-presses.ts';
import type { Speaker } from '../wording/speak.ts';
import { type SectionKey, sectionKeys } from '../wording/wording.ts';
import { type AlsoOpen, alsoLists, alsoTasks, nothingElse } from './also-open.ts';
import { answerInPlace } from './answer-in-place.ts';
import type { BlockContext } from './block-context.ts';
import { blockBuilders } from './blocks.ts';
import { intentData } from './intent-data.ts';
import { milestonesTogether } from './milestones-together.ts';
import { answerHint, answerMarker, type Block, type MailContent, type Section } from './mail-content.ts';

export interface DigestOptions {
  facts: MessageFacts;
  speaker: Speaker;
  companyName: string;
  /** opens a task without signing in */
  taskUrl: (taskId: string) => string | null;
  consoleUrl: (onboardingId: string) => string;
  pulseUrl: (checkInId: string) => string;
  commentUrl: (commentId: string) => string;
  /** the page on which mails like the leading one can be stopped */
  unsubscribeUrl: (lead: IntentFacts) => string;
  /** what else waits for the reader */
  also?: AlsoOpen;
  /** where the reader finds all their tasks */
  allTasksUrl: string;
  /** whether an answer reaches us: several tasks are numbered then */
  isAnswerable?: boolean;
  /** whether tasks can be answered beside them and the message is kept up to date, as chats can */
  isInteractive?: boolean;
}
export interface Digest {
  content: MailContent;
  lead: IntentFacts;
  /** what an answer can be about, in the order of the numbers */
  asks: AskedFor[];
}

const ownTaskKinds: ReadonlySet<IntentKind> = new Set<IntentKind>(['task_ready', 'reminder', 'due', 'overdue']);

/** Tasks that this reader gets a link to: their own, and those that somebody without a place in the console is asked to help with. */
export const linkedTaskIds = ({ intents, recipient }: MessageFacts): string[] => [
  ...new Set(
    intents.flatMap((intent) => {
      const { kind, task } = intent;
      const isGiven = ownTaskKinds.has(kind) || (recipient.side !== 'team' && !isOthersByNow(intent));
      return task && maySee(recipient.side, task.visibility) && isGiven ? [task.id] : [];
    }),
  ),
];

/** Whoever asked on a task hears the answer wherever it went; what opened it for them ended then. */
const isOthersByNow = ({ kind, task, person }: IntentFacts): boolean =>
  kind === 'comment_answered' && task?.owner?.id !== person.id;

interface Entry {
  intent: IntentFacts;
  block: Block;
  rank: number;
}

/** Null: nothing in it is for this reader's eyes. */
export function digestContent(options: DigestOptions): Digest | null {
  const {
    facts: { intents, recipient },
    speaker,
    companyName,
    also = nothingElse,
    isAnswerable = false,
    isInteractive = false,
  } = options;
  const entries = entriesOf(options).sort((a, b) => a.rank - b.rank);
  const asks = asksOf(entries, options.facts);
  const lead =
    entries.find(({ block }) => block.section === null) ??
    entries.find(({ intent }) => intent.urgency === 'now') ??
    entries[0];
  if (!lead) return null;
  const { words, fill, plural } = speaker;
  const onboardings = new Set(entries.map(({ intent }) => intent.onboarding.id));
  const isOfSeveral = new Set([...onboardings, ...alsoTasks(also).map(({ onboarding }) => onboarding.id)]).size > 1;
  const tasks = entries.filter(
    ({ intent, block }) => ownTaskKinds.has(intent.kind) && block.inPlace?.outcome?.isOver !== true,
  ).length;
  const more = entries.length - 1;
  // a welcome comes first and speaks for the whole mail
  const isWelcome = entries.some(({ intent }) => intent.kind === 'welcome');
  const intro = [
    ...standIns(intents, recipient, speaker),
    ...(isWelcome ? [] : introOf(tasks, onboardings.size, lead.intent, speaker)),
  ];
  const subject =
    more === 0 || isWelcome ? lead.block.subject : plural(words.andMore, more, { subject: lead.block.subject });
  const content: MailContent = {
    locale: words.locale,
    subject: oneLine(subject),
    intro,
    sections: sectionsOf(
      isAnswerable && asks.length > 1 ? entries.map((entry) => numbered(entry, asks)) : entries,
      // Slack shows no subject, where a mail of one onboarding names it
      isOfSeveral || (isInteractive && tasks === 0 && !isWelcome),
      speaker,
    ),
    answer: isAnswerable ? answerOf(entries, asks, speaker) : null,
    also: alsoLists(also, {
      recipient,
      speaker,
      isOfSeveral,
      urlOf: ({ id, onboarding }) =>
        recipient.side === 'team' ? `${options.consoleUrl(onboarding.id)}?task=${id}` : options.taskUrl(id),
      allUrl: options.allTasksUrl,
    }),
    code: null,
    preview: previewOf(entries, lead),
    greeting: speaker.greet(recipient.name),
    footer: isInteractive
      ? [whyOf(lead.intent, recipient, companyName, speaker)]
      : footerOf(lead.intent, recipient, companyName, speaker),
    unsubscribe: {
      label: isInteractive ? words.chat.stop : fill(words.footer.stop),
      url: options.unsubscribeUrl(lead.intent),
    },
  };
  return { content, lead: lead.intent, asks };
}

function entriesOf({
  facts: { intents, recipient, ...facts },
  speaker,
  companyName,
  taskUrl,
  consoleUrl,
  pulseUrl,
  commentUrl,
  isInteractive = false,
}: DigestOptions): Entry[] {
  const linked = new Set(linkedTaskIds({ ...facts, intents, recipient }));
  const entries = new Map<string, Entry>();
  for (const intent of milestonesTogether(intents)) {
    if (intent.task && !maySee(recipient.side, intent.task.visibility)) continue;
    const context: BlockContext = {
      intent,
      speaker,
      companyName,
      recipient,
      data: intentData.parse(intent.data),
      taskUrl: intent.task && linked.has(intent.task.id) ? taskUrl(intent.task.id) : null,
      pulseUrl,
      commentUrl,
      consoleUrl: recipient.side === 'team' ? consoleUrl(intent.onboarding.id) : null,
    };
    const built = blockBuilders[intent.kind](context);
    if (!built) continue;
    const block = isInteractive ? answerInPlace(built, context) : built;
    const key = keyOf(intent);
    const entry = { intent, block, rank: block.section === null ? -1 : sectionKeys.indexOf(block.section) };
    const known = entries.get(key);
    if (!known || entry.rank < known.rank) entries.set(key, entry);
  }
  return [...entries.values()];
}

/** Several reminders of one task, or of one thing that is missing, are one block. */
function keyOf({ id, kind, task, blocker }: IntentFacts): string {
  if (ownTaskKinds.has(kind) && task) return `task ${task.id}`;
  return kind === 'blocker' && blocker ? `blocker ${blocker.id}` : `intent ${id}`;
}

/** Our own people answer in the console; what is missing and asked of them they answer by mail, too. */
function asksOf(entries: Entry[], facts: MessageFacts): AskedFor[] {
  const linked = new Set(linkedTaskIds(facts));
  const asks = new Map<string, AskedFor>();
  for (const { intent } of entries) {
    const ask = askOf(intent);
    if (ask && (linked.has(ask.taskId) || intent.kind === 'blocker')) asks.set(ask.blockerId ?? ask.taskId, ask);
  }
  return [...asks.values()];
}

const askOf = ({ task, blocker }: IntentFacts): AskedFor | null =>
  task && { taskId: task.id, blockerId: blocker?.id ?? null };

const numbered = (entry: Entry, asks: readonly AskedFor[]): Entry => {
  const meant = askOf(entry.intent);
  const number = asks.findIndex((ask) => ask.taskId === meant?.taskId && ask.blockerId === meant.blockerId) + 1;
  return number === 0 ? entry : { ...entry, block: { ...entry.block, title: `${number}. ${entry.block.title}` } };
};

const answerOf = (
  entries: readonly Entry[],
  asks: readonly AskedFor[],
  { words: { answer } }: Speaker,
): MailContent['answer'] => {
  const opened = new Set(
    entries.flatMap(({ intent: { task, blocker } }) =>
      task && !blocker && isDoneByOpening(task.type) ? [task.id] : [],
    ),
  );
  const known = asks.map((ask) => ({ ...ask, isDoneByOpening: ask.blockerId === null && opened.has(ask.taskId) }));
  return { marker: answerMarker(answer.above), hint: answerHint(known, answer) };
};

/** The subject names the leading block; an inbox then shows the others, or what the only one says. */
function previewOf(entries: Entry[], lead: Entry): string {
  const others = new Set(entries.map(({ block }) => block.title).filter((title) => title !== lead.block.title));
  if (others.size > 0) return [...others].join(' · ');
  const { paragraphs, status, title } = lead.block;
  if (talkKinds.includes(lead.intent.kind) && paragraphs.length > 1) return paragraphs.slice(0, 3).join(' · ');
  return paragraphs[0] ?? status?.text ?? title;
}

function sectionsOf(entries: Entry[], isNamed: boolean, { words }: Speaker): Section[] {
  const grouped = new Map<SectionKey | null, Block[]>();
  for (const { block } of entries) {
    const { title, context } = block;
    const shown = { ...block, context: isNamed && !title.includes(context ?? title) ? context : null };
    grouped.set(block.section, [...(grouped.get(block.section) ?? []), shown]);
  }
  return [...grouped].map(([key, blocks]) => ({
    heading: key === null || grouped.size === 1 ? null : words.sections[key],
    blocks,
  }));
}

function introOf(tasks: number, onboardings: number, { onboarding }: IntentFacts, { words, fill }: Speaker): string[] {
  if (tasks === 0) return [];
  if (onboardings > 1) return tasks > 1 ? [fill(words.intro.across, { count: tasks, onboardings })] : [];
  return [fill(tasks === 1 ? words.intro.one : words.intro.several, { count: tasks, onboarding: onboarding.name })];
}

function standIns(intents: IntentFacts[], recipient: Recipient, { words, fill, date }: Speaker): string[] {
  const others = new Map(
    intents.filter(({ person }) => person.id !== recipient.id).map(({ person }) => [person.id, person]),
  );
  return [...others.values()].map(({ name, absentUntil, coverId, coverUntil }) => {
    if (coverId === recipient.id && coverUntil !== null) return fill(words.cover, { name, date: date(coverUntil) });
    return absentUntil === null
      ? fill(words.standIn, { name })
      : fill(words.standInUntil, { name, date: date(absentUntil) });
  });
}

const whyOf = (
  { onboarding }: IntentFacts,
  recipient: Recipient,
  companyName: string,
  { words: { footer }, fill }: Speaker,
): string =>
  recipient.side === 'team'
    ? fill(footer.whyTeam, { onboarding: onboarding.name })
    : fill(footer.whyTask, { onboarding: onboarding.name, company: companyName });

function footerOf(lead: IntentFacts, recipient: Recipient, companyName: string, speaker: Speaker): string[] {
  const why = whyOf(lead, recipient, companyName, speaker);
  const { csm } = lead.onboarding;
  return csm && recipient.side !== 'team'
    ? [speaker.fill(speaker.words.footer.questions, { name: csm.name }), why]
    : [why];
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
