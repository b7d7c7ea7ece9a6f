import type { MyTask } from '../api/types.ts';

const titles = ['Overdue', 'Due today', 'Next', 'Cannot begin yet'] as const;

const titleOf = ({ dueOn, isReady }: MyTask, today: string): (typeof titles)[number] => {
  if (!isReady) return 'Cannot begin yet';
  if (dueOn !== null && dueOn < today) return 'Overdue';
  return dueOn === today ? 'Due today' : 'Next';
};

/** Why somebody else’s task stands among one’s own. */
export const whyTheirs = ({ blockerId, taskName, insteadOf }: MyTask): string | null =>
  blockerId === null ? insteadOf && `In place of ${insteadOf}` : `Needed for ${taskName}`;

/** What one owes, the most pressing first. */
export function taskGroups(tasks: readonly MyTask[], today: string): { title: string; tasks: MyTask[] }[] {
  const groups = Map.groupBy(tasks, (task) => titleOf(task, today));
  return titles.flatMap((title) => {
    const own = groups.get(title);
    return own ? [{ title, tasks: own }] : [];
  });
}
