import { useState } from 'react';
import { useCommand } from '../../api/use-command.ts';
import type { TaskView } from '../../api/types.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { emptyPerson, PersonFields, type PersonPick, usePeopleOf } from './person-fields.tsx';

interface Props {
  task: TaskView;
  onClose: () => void;
}

export function GiveTask({ task, onClose }: Props) {
  const run = useCommand();
  const [pick, setPick] = useState<PersonPick>({ ...emptyPerson, personId: task.owner?.id ?? null });
  const before = task.owner?.id;
  const undo = before ? { undo: () => run('set-owner', 'task', task.id, { personId: before }) } : {};
  const give = () =>
    pick.personId
      ? run(
          'set-owner',
          'task',
          task.id,
          { personId: pick.personId },
          { done: 'The task has a new owner, who is told', ...undo },
        )
      : run(
          'reassign',
          'task',
          task.id,
          { name: pick.name, email: pick.email },
          { done: `Given to ${pick.name}`, ...undo },
        );
  return (
    <FormDialog
      title="Give it to somebody else"
      verb="Give the task"
      onClose={onClose}
      isIncomplete={!pick.isComplete}
      onSubmit={give}
    >
      <PersonFields side={task.side} pick={pick} onPick={setPick} />
    </FormDialog>
  );
}

export function NameAndComplete({ task, onClose }: Props) {
  const run = useCommand();
  const people = usePeopleOf(task.side);
  const [pick, setPick] = useState<PersonPick>(emptyPerson);
  const known = people.find(({ id }) => id === pick.personId);
  const person = known ? { name: known.name, email: known.email } : { name: pick.name, email: pick.email };
  return (
    <FormDialog
      title={task.name}
      verb="Complete"
      onClose={onClose}
      isIncomplete={!pick.isComplete}
      onSubmit={() =>
        run(
          'complete',
          'task',
          task.id,
          { person },
          { done: `${person.name} is named`, undo: () => run('reopen', 'task', task.id, {}) },
        )
      }
    >
      <PersonFields side={task.side} pick={pick} onPick={setPick} />
    </FormDialog>
  );
}
