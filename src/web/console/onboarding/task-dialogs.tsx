import { useState } from 'react';
import { useCommand } from '../../api/use-command.ts';
import type { Side, TaskView } from '../../api/types.ts';
import { useClock } from '../../ui/clock.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { addDays, workDayAfter } from '../../ui/dates.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { CheckField, TextField } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { usePeopleOf } from './person-fields.tsx';

interface Props {
  task: TaskView;
  onClose: () => void;
}

export function BlockTask({ task, onClose }: Props) {
  const run = useCommand();
  const { today } = useClock();
  const [what, setWhat] = useState('');
  const [side, setSide] = useState<Side>(task.side);
  const [personId, setPersonId] = useState<string | null>(null);
  const [expectedOn, setExpectedOn] = useState<string | null>(workDayAfter(today, 5));
  const people = usePeopleOf(side);
  return (
    <FormDialog
      title="What does it wait for?"
      verb="Mark as blocked"
      onClose={onClose}
      isIncomplete={what.trim() === ''}
      onSubmit={() =>
        run(
          'block',
          'task',
          task.id,
          { what, side, personId: personId ?? undefined, expectedOn: expectedOn ?? undefined },
          {
            done: 'Blocked; from now on the person it waits for is asked',
            undo: () => run('unblock', 'task', task.id, {}),
          },
        )
      }
    >
      <TextField label="What is missing" isRequired value={what} onChange={setWhat} placeholder="the security review" />
      <SelectField
        label="Who has to provide it"
        isRequired
        value={side}
        onChange={(next) => {
          setSide(next);
          setPersonId(null);
        }}
        choices={[
          { key: 'customer', label: 'The customer' },
          { key: 'team', label: 'Our team' },
          { key: 'partner', label: 'A partner' },
        ]}
      />
      <SelectField
        label="Person"
        isRequired={false}
        value={personId}
        onChange={setPersonId}
        choices={people.map(({ id, name, email }) => ({ key: id, label: name, detail: email }))}
        placeholder="Nobody in particular"
      />
      <DateField label="Expected on" isRequired={false} value={expectedOn} onChange={setExpectedOn} min={today} />
    </FormDialog>
  );
}

export function SnoozeTask({ task, onClose }: Props) {
  const run = useCommand();
  const { today } = useClock();
  const [until, setUntil] = useState<string | null>(workDayAfter(today, 3));
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title="Be reminded later"
      verb="Snooze"
      onClose={onClose}
      isIncomplete={!until}
      onSubmit={() =>
        run(
          'snooze',
          'task',
          task.id,
          { until: until ?? '', reason: reason || undefined },
          { done: 'Snoozed; no reminders until then' },
        )
      }
    >
      <DateField
        label="No reminders until"
        isRequired
        value={until}
        onChange={setUntil}
        min={addDays(today, 1)}
        help="The due date stays."
      />
      <TextField label="Why" isRequired={false} value={reason} onChange={setReason} />
    </FormDialog>
  );
}

export function SkipTask({ task, onClose }: Props) {
  const run = useCommand();
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title="Skip this task"
      verb="Skip"
      onClose={onClose}
      isIncomplete={reason.trim() === ''}
      onSubmit={() =>
        run('skip', 'task', task.id, { reason }, { done: 'Skipped', undo: () => run('reopen', 'task', task.id, {}) })
      }
    >
      <TextField label="Why it is not needed" isRequired value={reason} onChange={setReason} />
    </FormDialog>
  );
}

export function MoveDue({ task, onClose }: Props) {
  const run = useCommand();
  const [dueOn, setDueOn] = useState(task.dueOn);
  const [isDueLocked, setIsDueLocked] = useState(true);
  const [reason, setReason] = useState('');
  const before = task.dueOn;
  return (
    <FormDialog
      title="Change the due date"
      verb="Change the date"
      onClose={onClose}
      isIncomplete={!dueOn}
      onSubmit={() =>
        run(
          'set-due',
          'task',
          task.id,
          { dueOn: dueOn ?? '', isDueLocked, reason: reason || undefined },
          {
            done: 'Date changed; what depends on it follows',
            ...(before && {
              undo: () =>
                run('set-due', 'task', task.id, { dueOn: before, isDueLocked: task.isDueLocked, reason: 'Taken back' }),
            }),
          },
        )
      }
    >
      <DateField label="Due" isRequired value={dueOn} onChange={setDueOn} />
      <CheckField isSelected={isDueLocked} onChange={setIsDueLocked}>
        Locked: it stays even when what it depends on moves
      </CheckField>
      <TextField label="Why" isRequired={false} value={reason} onChange={setReason} />
    </FormDialog>
  );
}

export function HoldEscalation({ task, onClose }: Props) {
  const run = useCommand();
  const { today } = useClock();
  const [until, setUntil] = useState<string | null>(workDayAfter(today, 2));
  return (
    <FormDialog
      title="Hold the escalation"
      verb="Hold"
      onClose={onClose}
      isIncomplete={!until}
      onSubmit={() =>
        run(
          'hold-escalation',
          'task',
          task.id,
          { until: until ?? '' },
          { done: 'Held; reminders go on, nobody above is told' },
        )
      }
    >
      <DateField label="Until" isRequired value={until} onChange={setUntil} min={addDays(today, 1)} />
    </FormDialog>
  );
}
