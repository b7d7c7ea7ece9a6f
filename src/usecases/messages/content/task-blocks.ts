/** Blocks that ask for one task. */
import type { IntentFacts, TaskFacts } from '../../../db/message-facts.ts';
import { addDays } from '../../../domain/local-date.ts';
import type { Side } from '../../../domain/model.ts';
import { moveInWords } from '../../../domain/move-reason.ts';
import type { Speaker } from '../wording/speak.ts';
import type { SectionKey } from '../wording/wording.ts';
import { blockOf, type BlockBuilder, type BlockContext, factsOf, paragraphsOf } from './block-context.ts';
import type { Block, Tone } from './mail-content.ts';

const howToLength = 420;
const daysMoveIsNews = 7;

/**
 * A task for its owner. What is said follows from the due date and the day on which the mail is read, not from the day
 * on which the reminder was planned.
 */
export const ownTask: BlockBuilder = (context) => {
  const { intent, recipient, data, speaker, taskUrl, consoleUrl } = context;
  const { task } = intent;
  if (!task) return null;
  const resolved = (data.resolved ?? []).map((what) => speaker.fill(speaker.words.resolved, { what }));
  const standing = standingOf(task, speaker, intent.kind === 'task_ready');
  const kind = ({ overdue: 'overdue', due_today: 'due', upcoming: 'reminder', ready: 'task_ready' } as const)[
    standing.section
  ];
  const about = [
    ...resolved,
    ...whyInstead(intent, speaker),
    ...movedTo(task, recipient.side, speaker),
    ...shortened(task.howTo),
  ];
  const { owner } = task;
  const isInstead = owner !== null && owner.id !== intent.person.id;
  return blockOf(
    { ...context, intent: { ...intent, kind } },
    {
      section: standing.section,
      url: taskUrl ?? consoleUrl,
      status: { text: speaker.due(task.dueOn), tone: standing.tone },
      values: { task: task.name, date: task.dueOn === null ? speaker.words.due.none : speaker.near(task.dueOn) },
      facts: factsOf([[speaker.words.labels.owner, isInstead ? owner.name : null]]),
      hasBody: kind !== 'task_ready' || (task.hasWaited && resolved.length === 0),
      ...(kind === 'overdue' ? { lead: about } : { paragraphs: about }),
    },
  );
};

function standingOf(
  { dueOn }: Pick<TaskFacts, 'dueOn'>,
  { today }: Speaker,
  isReady: boolean,
): { section: Extract<SectionKey, 'overdue' | 'due_today' | 'upcoming' | 'ready'>; tone: Tone } {
  if (dueOn !== null && dueOn < today) return { section: 'overdue', tone: 'late' };
  if (dueOn === today) return { section: 'due_today', tone: 'attention' };
  return { section: isReady || dueOn === null ? 'ready' : 'upcoming', tone: 'plain' };
}

/** Somebody else is asked because nothing reaches the owner. */
function whyInstead({ task, person }: IntentFacts, { words, fill }: Speaker): string[] {
  const owner = task?.owner;
  if (!owner || owner.id === person.id || owner.unreachableReason === null) return [];
  return [fill(words.unreachable, { name: owner.name, reason: owner.unreachableReason })];
}

function movedTo({ dueMoved, movedBy }: TaskFacts, side: Side, { words, fill, date, today }: Speaker): string[] {
  if (!dueMoved || dueMoved.at.slice(0, 10) < addDays(today, -daysMoveIsNews)) return [];
  const reason = moveInWords(dueMoved.reason, { other: movedBy, side, words: words.movedBecause });
  return [
    dueMoved.from === null
      ? fill(words.movedWithout, { reason })
      : fill(words.moved, { from: date(dueMoved.from), reason }),
  ];
}

function shortened(text: string): string[] {
  const [first = '', ...rest] = paragraphsOf(text);
  if (first.length <= howToLength) return first === '' ? [] : [rest.length > 0 ? `${first} …` : first];
  return [`${first.slice(0, first.lastIndexOf(' ', howToLength))} …`];
}

/** Something late, for somebody other than whoever has it: a task, or what a task or milestone waits for. */
const late = (context: BlockContext, url: string | null): Block | null => {
  const { intent, data, speaker } = context;
  const { task, blocker, asked } = intent;
  const { words, fill } = speaker;
  const name = blocker?.what ?? task?.name;
  if (name === undefined) return null;
  const unreachable =
    blocker === null && task?.owner?.unreachableReason
      ? { name: task.owner.name, reason: task.owner.unreachableReason }
      : null;
  const who = blocker ? (blocker.personName ?? data.name) : task?.owner && `${task.owner.name}, ${task.owner.email}`;
  const others = asked
    .filter(({ isReader }) => !isReader)
    .map(({ times, lastAt, ...person }) =>
      speaker.plural(words.asked.person, times, { name: person.name, date: speaker.dateOf(lastAt) }),
    );
  const told = asked.length === 0 ? [words.asked.nobody] : others;
  return blockOf(context, {
    section: 'escalations',
    url,
    values: { task: name },
    status: { text: speaker.due(data.dueOn ?? blocker?.expectedOn ?? task?.dueOn ?? null), tone: 'late' },
    facts: factsOf([
      [words.labels.owner, who],
      [words.labels.waitsFor, blocker?.taskName],
      [words.labels.next, data.nextName && data.nextOn && `${data.nextName}, ${speaker.date(data.nextOn)}`],
    ]),
    list: told.length > 0 ? { heading: words.asked.heading, items: told } : null,
    paragraphs: unreachable ? [fill(words.unreachable, unreachable)] : [],
  });
};

/** The task in the console. */
const inConsole = ({ consoleUrl, intent: { task } }: BlockContext): string | null =>
  consoleUrl === null || task === null ? consoleUrl : `${consoleUrl}?task=${task.id}`;

export const escalation: BlockBuilder = (context) => late(context, inConsole(context) ?? context.taskUrl);
export const holdNotice: BlockBuilder = (context) => late(context, inConsole(context));

export const blocker: BlockBuilder = (context) => {
  const { intent, data, speaker, taskUrl } = context;
  const { labels } = speaker.words;
  if (!intent.blocker) return null;
  const { what, expectedOn, taskName } = intent.blocker;
  const dueOn = expectedOn ?? data.dueOn;
  return blockOf(context, {
    section: dueOn === undefined ? 'overdue' : standingOf({ dueOn }, speaker, false).section,
    url: taskUrl ?? inConsole(context),
    values: { what },
    facts: factsOf([
      [labels.expected, expectedOn && speaker.date(expectedOn)],
      [labels.waitsFor, taskName],
    ]),
  });
};
