/** Blocks that ask for one task. */
import type { TaskFacts } from '../../../db/message-facts.ts';
import type { Speaker } from '../wording/speak.ts';
import type { SectionKey } from '../wording/wording.ts';
import { blockOf, type BlockBuilder, type BlockContext, factsOf, paragraphsOf } from './block-context.ts';
import type { Block, Tone } from './mail-content.ts';

const howToLength = 420;

/**
 * A task for its owner. What is said follows from the due date and the day on which the mail is read, not from the day
 * on which the reminder was planned.
 */
export const ownTask: BlockBuilder = (context) => {
  const { intent, speaker, taskUrl, consoleUrl } = context;
  const { task } = intent;
  if (!task) return null;
  const standing = standingOf(task, speaker, intent.kind === 'task_ready');
  const kind = ({ overdue: 'overdue', due_today: 'due', upcoming: 'reminder', ready: 'task_ready' } as const)[
    standing.section
  ];
  const about = [...movedTo(task, speaker), ...shortened(task.howTo)];
  return blockOf(
    { ...context, intent: { ...intent, kind } },
    {
      section: standing.section,
      url: taskUrl ?? consoleUrl,
      status: { text: speaker.due(task.dueOn), tone: standing.tone },
      values: { task: task.name, date: task.dueOn === null ? speaker.words.due.none : speaker.near(task.dueOn) },
      hasBody: kind !== 'task_ready' || task.hasWaited,
      ...(kind === 'overdue' ? { lead: about } : { paragraphs: about }),
    },
  );
};

function standingOf(
  { dueOn }: TaskFacts,
  { today }: Speaker,
  isReady: boolean,
): { section: Extract<SectionKey, 'overdue' | 'due_today' | 'upcoming' | 'ready'>; tone: Tone } {
  if (dueOn !== null && dueOn < today) return { section: 'overdue', tone: 'late' };
  if (dueOn === today) return { section: 'due_today', tone: 'attention' };
  return { section: isReady || dueOn === null ? 'ready' : 'upcoming', tone: 'plain' };
}

function movedTo({ dueMoved }: TaskFacts, { words, fill, date }: Speaker): string[] {
  if (!dueMoved) return [];
  return [
    dueMoved.from === null
      ? fill(words.movedWithout, { reason: dueMoved.reason })
      : fill(words.moved, { from: date(dueMoved.from), reason: dueMoved.reason }),
  ];
}

function shortened(text: string): string[] {
  const [first = '', ...rest] = paragraphsOf(text);
  if (first.length <= howToLength) return first === '' ? [] : [rest.length > 0 ? `${first} …` : first];
  return [`${first.slice(0, first.lastIndexOf(' ', howToLength))} …`];
}

const lateTask = (context: BlockContext, section: SectionKey, url: string | null): Block | null => {
  const {
    intent: { task },
    speaker,
  } = context;
  if (!task) return null;
  const { words } = speaker;
  const asked = task.asked.map(({ name, times, lastAt }) =>
    speaker.plural(words.asked.person, times, { name, date: speaker.dateOf(lastAt) }),
  );
  return blockOf(context, {
    section,
    url,
    values: { task: task.name },
    status: { text: speaker.due(task.dueOn), tone: 'late' },
    facts: factsOf([[words.labels.owner, task.owner && `${task.owner.name}, ${task.owner.email}`]]),
    list: { heading: words.asked.heading, items: asked.length > 0 ? asked : [words.asked.nobody] },
    paragraphs: task.owner?.unreachableReason
      ? [speaker.fill(words.unreachable, { name: task.owner.name, reason: task.owner.unreachableReason })]
      : [],
  });
};

export const escalation: BlockBuilder = (context) =>
  lateTask(context, 'escalations', context.consoleUrl ?? context.taskUrl);
export const holdNotice: BlockBuilder = (context) => lateTask(context, 'escalations', context.consoleUrl);

export const blocker: BlockBuilder = (context) => {
  const { intent, speaker, taskUrl, consoleUrl } = context;
  const { labels } = speaker.words;
  if (!intent.blocker) return null;
  const { what, expectedOn, taskName } = intent.blocker;
  return blockOf(context, {
    section: 'overdue',
    url: taskUrl ?? consoleUrl,
    values: { what },
    facts: factsOf([
      [labels.expected, expectedOn && speaker.date(expectedOn)],
      [labels.waitsFor, taskName],
    ]),
  });
};
