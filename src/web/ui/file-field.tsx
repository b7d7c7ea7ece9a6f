import { useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Button, IconButton } from './button.tsx';

interface FileFieldProps {
  label: string;
  help?: string;
  error?: string | undefined;
  accept: readonly string[];
  /** null: taken away again */
  onChoose: (file: File | null) => void;
}

/** One file, named once it is chosen. */
export function FileField({ label, help, error, accept, onChoose }: FileFieldProps) {
  const [file, setFile] = useState<File | null>(null);
  const choose = (next: File | null): void => {
    setFile(next);
    onChoose(next);
  };
  return (
    <div className="field" role="group" aria-label={label}>
      <span className="field-label">
        {label} <span className="field-optional">optional</span>
      </span>
      <div className="row">
        <FileTrigger acceptedFileTypes={accept} onSelect={(files) => choose(files?.[0] ?? null)}>
          <Button>{file ? 'Choose another file' : 'Choose a file'}</Button>
        </FileTrigger>
        {file && (
          <>
            <span>{file.name}</span>
            <IconButton icon="close" label={`Take ${file.name} away`} onPress={() => choose(null)} />
          </>
        )}
      </div>
      {help && <span className="field-help">{help}</span>}
      {error && (
        <span className="field-error" role="alert">
          {error}
        </span>
      )}
    </div>
  );
}
