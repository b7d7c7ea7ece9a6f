/** Why a due date moved, kept as a rule and the task that it speaks of: each reader is told it in their own words. */
import type { MoveReason, MoveRule, Side, Task } from './model.ts';
import { maySee } from './permissions.ts';

/** For each rule a clause with `{what}`, the other task, where it speaks of one; `set` with `{name}`, a person. */
export type MoveWords = Record<MoveRule | 'set', string>;

export const moveWords: MoveWords = {
  late: 'waits for “{what}”, which is late',
  moved: 'waits for “{what}”, whose date moved',
  blocked: 'waits for “{what}”, which is blocked',
  done_late: '“{what}” was done later than planned',
  phase: 'its phase begins later than planned',
  earlier: 'waits for “{what}”, whose date came forward',
  done_sooner: '“{what}” was done sooner than expected',
  skipped: '“{what}” was skipped',
  unblocked: '“{what}” is not blocked any more',
  plan: 'the dates of the plan changed',
  set: 'set by {name}',
};

interface MoveReader {
  /** the task that the reason speaks of; null: none, or it is gone */
  other: Pick<Task, 'name' | 'visibility'> | null;
  side: Side;
  words: MoveWords;
}

/** In the words of this reader, without the names of work that is not for their eyes. */
export function moveInWords(reason: MoveReason, { other, side, words }: MoveReader): string {
  // of rows written before there were rules: names stand in it, of whatever visibility
  if (typeof reason === 'string') return side === 'team' ? reason : words.plan;
  if ('said' in reason) return reason.said;
  if ('by' in reason) return words.set.replace('{name}', () => reason.by);
  if (reason.taskId === null) return words[reason.rule];
  return other && maySee(side, other.visibility) ? words[reason.rule].replace('{what}', () => other.name) : words.plan;
}

/** In English, as the screens speak. */
export function moveOnScreen(reason: MoveReason, tasks: readonly Task[], side: Side): string {
  const id = typeof reason === 'object' && 'taskId' in reason ? reason.taskId : null;
  return moveInWords(reason, { other: tasks.find((task) => task.id === id) ?? null, side, words: moveWords });
}
