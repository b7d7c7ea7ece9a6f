/** What else waits for a reader, over all their onboardings, beside what a message is about: told, not asked for. */
import type { MessageFacts, Recipient } from '../../../db/message-facts.ts';
import type { OpenTask } from '../../../db/open-tasks.ts';
import { addBusinessDays } from '../../../domain/calendar.ts';
import { talkKinds } from '../../../domain/digest-standing.ts';
import type { IntentKind } from '../../../domain/model.ts';
import { maySee } from '../../../domain/permissions.ts';
import { workHoursOf } from '../../../domain/work-hours.ts';
import type { Speaker } from '../wording/speak.ts';
import { waitsInWords } from './waits-in-words.ts';
import type { AlsoGroup, AlsoList } from './mail-content.ts';

const nextDays = 5;
const mostShown = { due: 5, next: 3 } as const;

interface Shown {
  tasks: OpenTask[];
  /** that found no room */
  more: number;
}
export interface AlsoOpen {
  due: Shown;
  next: Shown;
}
export const nothingElse: AlsoOpen = { due: { tasks: [], more: 0 }, next: { tasks: [], more: 0 } };

/**
 * @param tasks of the reader and of those for whom they hear this, soonest first
 * A message belongs to its day: written again later, it does not say what is due by then.
 */
export function alsoOpen(
  { recipient, intents, localDate }: MessageFacts,
  tasks: readonly OpenTask[],
  { today }: Speaker,
): AlsoOpen {
  if (localDate !== today) return nothingElse;
  // whoever asked waits for the answer, not for what their message of the day holds
  if (intents.every(({ kind }) => kind === 'comment_answered')) return nothingElse;
  const named = new Set(intents.flatMap(({ kind, task }) => (talkKinds.includes(kind) ? [] : (task?.id ?? []))));
  const { calendar } = workHoursOf(recipient, 'UTC');
  const until = addBusinessDays(today, nextDays, calendar);
  const open = tasks.filter(
    ({ id, visibility, snoozedUntil, dueOn }) =>
      !named.has(id) && maySee(recipient.side, visibility) && (snoozedUntil ?? today) <= today && dueOn <= until,
  );
  const wanted = (kind: IntentKind): boolean => !recipient.unwanted.includes(kind);
  const due = open.filter(
    ({ isReady, dueOn }) => isReady && dueOn <= today && wanted(dueOn < today ? 'overdue' : 'due'),
  );
  const next = open.filter(({ dueOn }) => dueOn > today && wanted('reminder'));
  return { due: firstOf(due, mostShown.due), next: firstOf(next, mostShown.next) };
}

const firstOf = (tasks: OpenTask[], count: number): Shown => ({
  tasks: tasks.slice(0, count),
  more: Math.max(0, tasks.length - count),
});

export const alsoTasks = ({ due, next }: AlsoOpen): OpenTask[] => [...due.tasks, ...next.tasks];

interface AlsoContext {
  recipient: Recipient;
  speaker: Speaker;
  /** of everything that the message says */
  isOfSeveral: boolean;
  urlOf: (task: OpenTask) => string | null;
  /** where the reader finds all their tasks */
  allUrl: string;
}

export const alsoLists = (also: AlsoOpen, context: AlsoContext): AlsoList[] =>
  (['due', 'next'] as const).filter((key) => also[key].tasks.length > 0).map((key) => listOf(key, also[key], context));

function listOf(key: keyof AlsoOpen, { tasks, more }: Shown, context: AlsoContext): AlsoList {
  const { speaker, isOfSeveral, urlOf, allUrl } = context;
  const { words, plural, today } = speaker;
  const groups = [...Map.groupBy(tasks, ({ onboarding }) => onboarding.id).values()].map((own): AlsoGroup => ({
    onboarding: isOfSeveral ? (own[0]?.onboarding.name ?? null) : null,
    items: own.map((task) => ({
      title: task.name,
      url: urlOf(task),
      text: standingOf(task, context),
      tone: task.dueOn < today ? 'late' : task.dueOn === today ? 'attention' : 'plain',
    })),
  }));
  return {
    heading: words.also[key],
    groups,
    more: more === 0 ? null : { label: plural(words.chat.more, more), url: allUrl },
  };
}

function standingOf(task: OpenTask, { recipient, speaker }: AlsoContext): string {
  const { dueOn, ownerId, ownerName } = task;
  const waits = waitsInWords(task, recipient.side, speaker);
  return [
    speaker.due(dueOn),
    ...(waits === null ? [] : [waits]),
    ...(ownerId === recipient.id ? [] : [ownerName]),
  ].join(', ');
}
