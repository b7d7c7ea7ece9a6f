import { useState } from 'react';
import type { LaddersView } from '../../api/types.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { FileField } from '../../ui/file-field.tsx';
import { say } from '../../ui/toast.tsx';
import { useLadders } from './ladder-changes.ts';

/** Onto the screen only: it is looked at, tried and saved there. */
export function ImportLadders({ onClose }: { onClose: () => void }) {
  const { change, read } = useLadders();
  const [yaml, setYaml] = useState('');
  const [issues, setIssues] = useState<LaddersView['issues']>([]);
  const take = async (file: File | null): Promise<void> => setYaml(file ? await file.text() : '');
  const submit = async (): Promise<void> => {
    const answer = await read(yaml);
    if (!answer.content) {
      setIssues(answer.issues);
      throw new Error('It cannot be read as ladders; what is on the screen stays as it is.');
    }
    change(answer.content);
    say('Read onto the screen; nothing is saved yet');
  };
  return (
    <FormDialog
      title="Import ladders"
      verb="Read it"
      isIncomplete={yaml.trim() === ''}
      onClose={onClose}
      onSubmit={submit}
    >
      <FileField label="File" accept={['.yaml', '.yml', 'application/yaml']} onChoose={(file) => void take(file)} />
      <TextField
        label="Or its text"
        lines={10}
        isRequired={false}
        help="What a playbook file says under ladders, chase and phases, with format: 2 above it."
        value={yaml}
        onChange={setYaml}
      />
      {issues.length > 0 && (
        <ul className="ladder-issues small">
          {issues.map(({ line, path, message }) => (
            <li key={path + message}>
              {line !== null && <span className="strong">Line {line}: </span>}
              {path} {message}
            </li>
          ))}
        </ul>
      )}
    </FormDialog>
  );
}
