/** Where a message has buttons and is kept up to date: what its reader may press beside a block, and what became of it. */
import type { TaskFacts } from '../../../db/message-facts.ts';
import { blockerPressesFor } from '../../../domain/blocker-presses.ts';
import type { IntentKind, OnboardingStatus } from '../../../domain/model.ts';
import { pressesFor } from '../../../domain/task-presses.ts';
import type { Speaker } from '../wording/speak.ts';
import type { BlockContext } from './block-context.ts';
import type { Block, InPlace } from './mail-content.ts';

const aboutTasks: ReadonlySet<IntentKind> = new Set<IntentKind>([
  'task_ready',
  'reminder',
  'due',
  'overdue',
  'hold_notice',
  'escalation',
]);
const escalates: ReadonlySet<IntentKind> = new Set<IntentKind>(['hold_notice', 'escalation']);

/** What is asked for only while the onboarding is there. */
const onlyWhile: Partial<Record<IntentKind, OnboardingStatus>> = {
  handoff_request: 'handoff',
  publish_request: 'draft',
  go_live_request: 'active',
};

export function answerInPlace(block: Block, context: BlockContext): Block {
  const outcome = outcomeOf(context);
  const { intent, recipient, data, speaker } = context;
  const isOpen = outcome?.isOver !== true;
  // what it announces has come, or does not come as announced once the task is held, snoozed or blocked
  const isPutOff =
    intent.kind === 'hold_notice' && (outcome !== null || (data.nextOn ?? speaker.today) < speaker.today);
  return {
    ...block,
    ...(isPutOff && { paragraphs: [], facts: [] }),
    button: isOpen ? block.button : null,
    inPlace: {
      outcome,
      task: isOpen ? taskOf(context) : null,
      blocker: isOpen ? blockerOf(context) : null,
      handoffOf: isOpen && intent.kind === 'handoff_request' && recipient.side === 'team' ? intent.onboarding.id : null,
    },
  };
}

function taskOf({ intent, recipient, taskUrl }: BlockContext): InPlace['task'] {
  const { task, blocker, kind, onboarding } = intent;
  if (!task || !aboutTasks.has(kind)) return null;
  const possible = pressesFor({
    task,
    onboardingStatus: onboarding.status,
    person: recipient,
    isTheirs: task.owner?.id === recipient.id || taskUrl !== null,
    isEscalated: escalates.has(kind),
  });
  // where it is about what is missing, *done* would mean the task that waits for it
  return { id: task.id, presses: blocker === null ? possible : possible.filter((press) => press === 'hold') };
}

function blockerOf({ intent: { blocker, onboarding }, recipient }: BlockContext): InPlace['blocker'] {
  if (!blocker) return null;
  const presses = blockerPressesFor({
    isResolved: blocker.resolvedAt !== null,
    onboardingStatus: onboarding.status,
    person: recipient,
    isAsked: true,
  });
  return { id: blocker.id, presses };
}

function outcomeOf({ intent, speaker }: BlockContext): InPlace['outcome'] {
  const { task, blocker, kind } = intent;
  const { words, fill, dateOf } = speaker;
  const { status } = intent.onboarding;
  if ((onlyWhile[kind] ?? status) !== status) return { text: words.chat.outcome.settled, isOver: true };
  if (blocker?.resolvedAt)
    return { text: fill(words.chat.outcome.resolved, { date: dateOf(blocker.resolvedAt) }), isOver: true };
  if (!task || !aboutTasks.has(kind)) return null;
  // what is in the way stands in the block itself where that is what it is about
  const shown = blocker ? { ...task, waitsFor: null } : task;
  return over(task, intent.person.id, speaker) ?? standing(shown, escalates.has(kind), speaker);
}

function over(task: TaskFacts, askedId: string, { words, fill, dateOf }: Speaker): InPlace['outcome'] {
  const { outcome } = words.chat;
  if (task.status === 'done') {
    const date = task.done ? dateOf(task.done.at) : '';
    const name = task.done?.byName ?? task.done?.via ?? null;
    return { text: fill(name === null ? outcome.done : outcome.doneBy, { date, name: name ?? '' }), isOver: true };
  }
  if (task.status === 'skipped') return { text: outcome.skipped, isOver: true };
  if (task.hasChangedHands && task.owner && task.owner.id !== askedId)
    return { text: fill(outcome.moved, { name: task.owner.name }), isOver: true };
  return null;
}

function standing(task: TaskFacts, isEscalation: boolean, { words, fill, date, today }: Speaker): InPlace['outcome'] {
  const { outcome } = words.chat;
  const at = (text: string): InPlace['outcome'] => ({ text, isOver: false });
  if (task.status === 'blocked' && task.waitsFor !== null) return at(fill(outcome.blocked, { what: task.waitsFor }));
  if (task.snoozedUntil !== null && task.snoozedUntil > today)
    return at(fill(outcome.snoozed, { date: date(task.snoozedUntil) }));
  if (isEscalation && task.heldUntil !== null && task.heldUntil > today)
    return at(fill(outcome.held, { date: date(task.heldUntil) }));
  return null;
}
