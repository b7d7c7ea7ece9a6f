import { useState } from 'react';
import { DropZone } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { sendFile } from '../api/client.ts';
import { sayProblem } from '../api/use-command.ts';
import { Button } from './button.tsx';
import { Icon } from './icons.tsx';
import { say } from './toast.tsx';
import './drop-files.css';

/** What the server takes, said beforehand; it looks at the bytes, whatever the names say. */
const endings = '.pdf .png .jpg .jpeg .gif .webp .docx .xlsx .pptx .odt .ods .odp .txt .csv .md'.split(' ');
const maxMegabytes = 20;

const problemOf = ({ name, size }: File): string | null => {
  if (size > maxMegabytes * 1024 * 1024) return `${name} is larger than ${maxMegabytes} MB`;
  return endings.some((ending) => name.toLowerCase().endsWith(ending)) ? null : `${name}: this type is not taken`;
};

interface DropFilesProps {
  path: string;
  query?: Record<string, string>;
  /** some of them may not have been taken */
  onDone: () => Promise<unknown>;
}

export function DropFiles({ path, query = {}, onDone }: DropFilesProps) {
  const [isBusy, setIsBusy] = useState(false);
  const add = async (files: File[]) => {
    setIsBusy(true);
    try {
      for (const file of files) {
        const problem = problemOf(file);
        if (problem !== null) say(problem);
        else {
          await sendFile(path, file, query);
          say(`${file.name} is there`);
        }
      }
    } catch (error) {
      sayProblem(error);
    } finally {
      setIsBusy(false);
      await onDone();
    }
  };
  return (
    <DropZone
      className="drop-files"
      aria-label="Drop documents here"
      onDrop={({ items }) =>
        void Promise.all(items.flatMap((item) => (item.kind === 'file' ? [item.getFile()] : []))).then(add, sayProblem)
      }
    >
      <Icon name="plus" />
      <span className="soft">Drop a file here, up to {maxMegabytes} MB, or</span>
      <FileTrigger allowsMultiple acceptedFileTypes={endings} onSelect={(files) => void add([...(files ?? [])])}>
        <Button size="small" isPending={isBusy}>
          Choose a file
        </Button>
      </FileTrigger>
    </DropZone>
  );
}
