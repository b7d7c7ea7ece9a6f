/** What somebody may do about a task by one press beside it, without opening it. */
import type { OnboardingStatus, Side, StaffRole, TaskType } from './model.ts';
import { ownerCommands, type OwnedTask, staffCommands } from './permissions.ts';

export const taskPresses = ['done', 'snooze', 'block', 'reassign', 'hold'] as const;
export type TaskPress = (typeof taskPresses)[number];

/** These are done by filling in, handing in or deciding something, for which the task has to be opened. */
const doneByOpening: readonly TaskType[] = [
  'form',
  'document',
  'approval',
  'sign_off',
  'data_import',
  'secret_handover',
  'role',
];

export const isDoneByOpening = (type: TaskType): boolean => doneByOpening.includes(type);

const commandOf = { done: 'complete', snooze: 'snooze', block: 'block', reassign: 'reassign' } as const;

const escalatedFirst: readonly TaskPress[] = ['hold', ...taskPresses.filter((press) => press !== 'hold')];

export interface PressContext {
  task: OwnedTask;
  onboardingStatus: OnboardingStatus;
  person: { side: Side; staffRole: StaffRole | null };
  /** whether the task is theirs, or was handed to them by a link */
  isTheirs: boolean;
  /** it is late and goes, or went, to somebody further */
  isEscalated: boolean;
}

/** In the order in which they are shown: *hold* first, since it is what an escalation asks about. Pressing is authorised again: this only leaves out what would be refused. */
export function pressesFor({ task, onboardingStatus, person, isTheirs, isEscalated }: PressContext): TaskPress[] {
  const possible = ownerCommands(task, onboardingStatus, true).can;
  const asStaff = person.side === 'team' ? staffCommands(person.staffRole, onboardingStatus) : [];
  const may = (press: TaskPress): boolean => {
    if (press === 'hold')
      return isEscalated && task.status !== 'done' && task.status !== 'skipped' && asStaff.includes('hold-escalation');
    if (press === 'done' && isDoneByOpening(task.type)) return false;
    const command = commandOf[press];
    return possible.includes(command) && (isTheirs || asStaff.includes(command));
  };
  return (isEscalated ? escalatedFirst : taskPresses).filter(may);
}
