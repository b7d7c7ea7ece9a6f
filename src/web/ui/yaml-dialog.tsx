import { useState } from 'react';
import { FormDialog } from './dialog.tsx';
import { TextField } from './field.tsx';
import { FileField } from './file-field.tsx';
import { say } from './toast.tsx';

interface YamlIssue {
  line: number | null;
  /** where in it */
  at: string;
  problem: string;
}

interface YamlDialogProps {
  title: string;
  help: string;
  /** what it cannot be read as: a mapping */
  as: string;
  /** Takes it onto the screen. @returns what is wrong, where it cannot be read */
  onRead: (yaml: string) => Promise<readonly YamlIssue[]>;
  onClose: () => void;
}

/** A file or its text, onto the screen only: it is looked at, tried and saved there. */
export function YamlDialog({ title, help, as, onRead, onClose }: YamlDialogProps) {
  const [yaml, setYaml] = useState('');
  const [issues, setIssues] = useState<readonly YamlIssue[]>([]);
  const take = async (file: File | null): Promise<void> => setYaml(file ? await file.text() : '');
  const submit = async (): Promise<void> => {
    const found = await onRead(yaml);
    setIssues(found);
    if (found.length > 0) throw new Error(`It cannot be read as ${as}; what is on the screen stays as it is.`);
    say('Read onto the screen; nothing follows it yet');
  };
  return (
    <FormDialog title={title} verb="Read it" isIncomplete={yaml.trim() === ''} onClose={onClose} onSubmit={submit}>
      <FileField label="File" accept={['.yaml', '.yml', 'application/yaml']} onChoose={(file) => void take(file)} />
      <TextField label="Or its text" lines={10} isRequired={false} help={help} value={yaml} onChange={setYaml} />
      {issues.length > 0 && (
        <ul className="issue-list small">
          {issues.map(({ line, at, problem }) => (
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
