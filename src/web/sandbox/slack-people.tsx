import { useState } from 'react';
import { Tag } from '../ui/badge.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Menu, type MenuAction } from '../ui/menu.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { plural } from '../ui/words.ts';
import { slackActions, type SlackPerson, type SlackWorkspace } from './slack-api.ts';
import { useAct } from './use-act.ts';

interface SlackPeopleProps {
  workspace: SlackWorkspace;
  person: SlackPerson | undefined;
  onChoose: (userId: string) => void;
}

const standings = { member: null, deactivated: 'Deactivated', outside: 'Not in the workspace' } as const;

/** Through whose eyes one looks, and whether they have an account. */
export function SlackPeople({ workspace: { people, conversations }, person, onChoose }: SlackPeopleProps) {
  const { act } = useAct();
  const [isAdding, setIsAdding] = useState(false);
  const heard = (userId: string): string => {
    const count = conversations.find((one) => one.userId === userId)?.messageCount ?? 0;
    return count === 0 ? 'No message yet' : plural(count, 'message');
  };
  const become = (standing: SlackPerson['standing'], done: string) => () => {
    if (person) void act(() => slackActions.setStanding(person.id, standing), done);
  };
  const changes: MenuAction[] =
    person?.standing === 'member'
      ? [
          {
            label: 'Deactivate the account',
            icon: 'close',
            detail: 'Slack tells Gangway, which goes on by mail',
            onAction: become('deactivated', 'Deactivated'),
          },
          {
            label: 'Take out of the workspace',
            icon: 'signOut',
            detail: 'Slack knows nobody by that address any more',
            onAction: become('outside', 'Not in the workspace any more'),
          },
        ]
      : [{ label: 'Take back', icon: 'undo', onAction: become('member', 'In the workspace again') }];
  const standing = person && standings[person.standing];
  return (
    <div className="row">
      <SelectField
        label="See Slack as"
        isInline
        value={person?.id ?? null}
        onChange={onChoose}
        choices={people.map(({ id, name }) => ({ key: id, label: name, detail: heard(id), icon: 'person' }))}
      />
      {standing && (
        <Tag tone="attention" icon="alert">
          {standing}
        </Tag>
      )}
      <Menu
        label="More about who is here"
        actions={[
          ...changes,
          { label: 'Invite somebody', icon: 'plus', hasLineAbove: true, onAction: () => setIsAdding(true) },
        ]}
      />
      {isAdding && <InviteDialog onClose={() => setIsAdding(false)} />}
    </div>
  );
}

function InviteDialog({ onClose }: { onClose: () => void }) {
  const { act } = useAct();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  return (
    <FormDialog
      title="Invite somebody into the workspace"
      verb="Invite"
      onClose={onClose}
      onSubmit={() => act(() => slackActions.addPerson({ name, email }), `${name} is here`)}
      isIncomplete={name.trim() === '' || email.trim() === ''}
    >
      <TextField label="Name" isRequired value={name} onChange={setName} />
      <TextField
        label="Email address"
        help="Gangway finds people by it"
        type="email"
        isRequired
        value={email}
        onChange={setEmail}
      />
    </FormDialog>
  );
}
