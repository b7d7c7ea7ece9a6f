import { type SubmitEvent, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';

export type Entry = { kind: 'command'; command: string; text: string } | { kind: 'link'; url: string };

function entryOf(text: string): Entry | null {
  const [, command, rest = ''] = /^(\/[a-z0-9-]+)(?:\s+([\s\S]*))?$/.exec(text) ?? [];
  if (command !== undefined) return { kind: 'command', command, text: rest };
  return /^https?:\/\/\S+$/.test(text) ? { kind: 'link', url: text } : null;
}

interface SlackComposerProps {
  name: string;
  isBusy: boolean;
  /** @returns whether it was taken */
  onSend: (entry: Entry) => Promise<boolean>;
}

/** Takes what Gangway hears of: its command, and links to it. */
export function SlackComposer({ name, isBusy, onSend }: SlackComposerProps) {
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const entry = entryOf(text.trim());
    if (!entry) setError('Gangway hears only its command, as /gangway status, and links to its pages.');
    else if (await onSend(entry)) setText('');
  };
  return (
    <form className="slack-composer" noValidate onSubmit={(event) => void send(event)}>
      <TextField
        label={`As ${name}: a command, or a link`}
        placeholder="/gangway help"
        isRequired
        value={text}
        error={error}
        onChange={(value) => {
          setText(value);
          setError(undefined);
        }}
      />
      <Button type="submit" isPending={isBusy} isDisabled={text.trim() === ''}>
        Send
      </Button>
    </form>
  );
}
