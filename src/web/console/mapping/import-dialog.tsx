import { useState } from 'react';
import type { Answer } from '../../api/types.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { FileField } from '../../ui/file-field.tsx';
import { say } from '../../ui/toast.tsx';
import { useEditing } from './editing.tsx';
import { useMappingActs } from './use-mapping-acts.ts';

type Issues = Answer<'checkMapping'>['issues'];

/** Into the editor only: it is looked at, previewed and switched on there. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { change } = useEditing();
  const { read } = useMappingActs();
  const [yaml, setYaml] = useState('');
  const [issues, setIssues] = useState<Issues>([]);
  const take = async (file: File | null): Promise<void> => setYaml(file ? await file.text() : '');
  const submit = async (): Promise<void> => {
    const answer = await read(yaml);
    if (!answer.content) {
      setIssues(answer.issues);
      throw new Error('It cannot be read as a mapping; what is on the screen stays as it is.');
    }
    change(answer.content);
    say('Read into the editor; nothing follows it yet');
  };
  return (
    <FormDialog
      title="Import a mapping"
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
        help="The crm: block of a playbook, under the same name."
        value={yaml}
        onChange={setYaml}
      />
      {issues.length > 0 && (
        <ul className="mapping-lines small">
          {issues.map(({ at, line, problem }) => (
            <li key={`${at} ${problem}`}>
              {line !== null && <span className="strong">Line {line}: </span>}
              {at}: {problem}
            </li>
          ))}
        </ul>
      )}
    </FormDialog>
  );
}
