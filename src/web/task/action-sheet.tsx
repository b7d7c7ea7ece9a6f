import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { linkCommand } from '../api/client.ts';
import { taskLinkQuery } from '../api/link-queries.ts';
import type { CommandName, LinkBody, Side, TaskLinkView } from '../api/types.ts';
import { useClock } from '../ui/clock.tsx';
import { addDays, workDayAfter } from '../ui/dates.ts';
import { FormDialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Choices } from './choices.tsx';

export type SheetName = 'complete' | 'block' | 'snooze' | 'skip' | 'reassign' | 'set-expected';

interface SheetProps {
  view: TaskLinkView;
  token: string;
  onClose: () => void;
  onDone: () => void;
}

export default function ActionSheet({ name, ...props }: SheetProps & { name: SheetName }) {
  const Sheet = {
    complete: Complete,
    block: Block,
    snooze: Snooze,
    skip: Skip,
    reassign: Reassign,
    'set-expected': SetExpected,
  }[name];
  return <Sheet {...props} />;
}

/** Sends, reads the task again, then shows what happens next. */
function useSend({ token, onDone }: SheetProps) {
  const queries = useQueryClient();
  return async <N extends CommandName>(name: N, body: LinkBody<N>): Promise<void> => {
    await linkCommand(name, token, body);
    onDone();
    void queries.invalidateQueries(taskLinkQuery(token));
  };
}

const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

function Complete(props: SheetProps) {
  const { view, onClose } = props;
  const send = useSend(props);
  const [note, setNote] = useState('');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const namesSomebody = view.task.fillsRole !== null;
  return (
    <FormDialog
      title={view.task.name}
      verb={namesSomebody ? 'Name this person' : 'It is done'}
      onClose={onClose}
      isIncomplete={namesSomebody && (name.trim() === '' || !isEmail(email))}
      onSubmit={() => send('complete', { note: note || undefined, ...(namesSomebody && { person: { name, email } }) })}
    >
      {namesSomebody && (
        <>
          <TextField label="Name" isRequired autoComplete="off" value={name} onChange={setName} />
          <TextField label="Email" isRequired type="email" autoComplete="off" value={email} onChange={setEmail} />
        </>
      )}
      <TextField label="A note for us" isRequired={false} lines={3} value={note} onChange={setNote} />
    </FormDialog>
  );
}

function Block(props: SheetProps) {
  const { view, onClose } = props;
  const send = useSend(props);
  const [what, setWhat] = useState('');
  const [side, setSide] = useState<Side>('customer');
  const [personId, setPersonId] = useState<string>('nobody');
  const [expectedOn, setExpectedOn] = useState('');
  const people = view.colleagues.filter((person) => person.side === side);
  return (
    <FormDialog
      title="What is missing?"
      verb="Say so"
      onClose={onClose}
      isIncomplete={what.trim() === ''}
      onSubmit={() =>
        send('block', {
          what,
          side,
          personId: people.some(({ id }) => id === personId) ? personId : undefined,
          expectedOn: expectedOn || undefined,
        })
      }
    >
      <TextField label="It waits for" isRequired value={what} onChange={setWhat} placeholder="the security review" />
      <Choices
        label="Who has to provide it?"
        value={side}
        onChange={setSide}
        choices={[
          { key: 'customer', label: 'Somebody of ours' },
          { key: 'team', label: view.companyName },
          { key: 'partner', label: 'A partner' },
        ]}
      />
      {people.length > 0 && (
        <Choices
          label="Do you know who?"
          value={personId}
          onChange={setPersonId}
          choices={[...people.map(({ id, name }) => ({ key: id, label: name })), { key: 'nobody', label: 'Not sure' }]}
        />
      )}
      <TextField
        label="When do you expect it?"
        isRequired={false}
        type="date"
        value={expectedOn}
        onChange={setExpectedOn}
        help="We ask whoever has to provide it, not you."
      />
    </FormDialog>
  );
}

function Snooze(props: SheetProps) {
  const { onClose } = props;
  const send = useSend(props);
  const { today } = useClock();
  const [until, setUntil] = useState(workDayAfter(today, 3));
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title="Remind me later"
      verb="Remind me then"
      onClose={onClose}
      isIncomplete={until <= today}
      onSubmit={() => send('snooze', { until, reason: reason || undefined })}
    >
      <Choices
        label="When?"
        value={until}
        onChange={setUntil}
        choices={[
          { key: addDays(today, 1), label: 'Tomorrow' },
          { key: workDayAfter(today, 3), label: 'In three days' },
          { key: workDayAfter(today, 7), label: 'In a week' },
        ]}
      />
      <TextField
        label="Or on"
        isRequired={false}
        type="date"
        value={until}
        onChange={setUntil}
        help="The due date stays as it is."
      />
      <TextField label="Why" isRequired={false} value={reason} onChange={setReason} />
    </FormDialog>
  );
}

function SetExpected(props: SheetProps) {
  const { view, onClose } = props;
  const send = useSend(props);
  const { today } = useClock();
  const [blockerId, setBlockerId] = useState(view.askedFor[0]?.id ?? '');
  const [expectedOn, setExpectedOn] = useState(workDayAfter(today, 3));
  return (
    <FormDialog
      title="When do you expect it?"
      verb="Ask again then"
      onClose={onClose}
      isIncomplete={expectedOn < today}
      onSubmit={() => send('set-expected', { blockerId, expectedOn })}
    >
      {view.askedFor.length > 1 && (
        <Choices
          label="What?"
          value={blockerId}
          onChange={setBlockerId}
          choices={view.askedFor.map(({ id, what }) => ({ key: id, label: what }))}
        />
      )}
      <TextField label="On" isRequired type="date" value={expectedOn} onChange={setExpectedOn} />
    </FormDialog>
  );
}

function Skip(props: SheetProps) {
  const { onClose } = props;
  const send = useSend(props);
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title="It is not needed"
      verb="Skip it"
      onClose={onClose}
      isIncomplete={reason.trim() === ''}
      onSubmit={() => send('skip', { reason })}
    >
      <TextField label="Why not?" isRequired lines={2} value={reason} onChange={setReason} />
    </FormDialog>
  );
}

function Reassign(props: SheetProps) {
  const { onClose } = props;
  const send = useSend(props);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  return (
    <FormDialog
      title="Hand it to a colleague"
      verb="Hand it over"
      onClose={onClose}
      isIncomplete={name.trim() === '' || !isEmail(email)}
      onSubmit={() => send('reassign', { name, email })}
    >
      <TextField label="Name" isRequired autoComplete="off" value={name} onChange={setName} />
      <TextField
        label="Email"
        isRequired
        type="email"
        autoComplete="off"
        value={email}
        onChange={setEmail}
        help="They get their own link; yours then only shows the task."
      />
    </FormDialog>
  );
}
