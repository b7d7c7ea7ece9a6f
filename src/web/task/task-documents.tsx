import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { DropZone } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { sendFile } from '../api/client.ts';
import { taskLinkDocumentsQuery, taskLinkQuery } from '../api/queries.ts';
import { sayProblem } from '../api/use-command.ts';
import type { TaskLinkView } from '../api/types.ts';
import { Button } from '../ui/button.tsx';
import { InstantText } from '../ui/date-text.tsx';
import { Icon } from '../ui/icons.tsx';
import { say } from '../ui/toast.tsx';

/** What the server takes, said beforehand; it looks at the bytes, whatever the names say. */
const endings = '.pdf .png .jpg .jpeg .gif .webp .docx .xlsx .pptx .odt .ods .odp .txt .csv .md'.split(' ');
const maxMegabytes = 20;

const problemOf = ({ name, size }: File): string | null => {
  if (size > maxMegabytes * 1024 * 1024) return `${name} is larger than ${maxMegabytes} MB`;
  return endings.some((ending) => name.toLowerCase().endsWith(ending)) ? null : `${name}: this type is not taken`;
};

/** Opened and added by the link's own person, signed in: the mail may have been passed on. */
export function TaskDocuments({ view, token }: { view: TaskLinkView; token: string }) {
  const { data } = useQuery(taskLinkDocumentsQuery(token));
  const mayAdd = view.can.includes('comment');
  if (!data || (data.items.length === 0 && !mayAdd)) return null;
  const path = `/task-links/${encodeURIComponent(token)}/documents`;
  return (
    <section className="stack-tight">
      <h2>Documents</h2>
      {data.items.map(({ id, name, addedBy, createdAt }) => (
        <p key={id} className="task-comment">
          {data.isSignedIn ? (
            <a href={`/api/v1${path}/${id}/content`} download={name}>
              {name}
            </a>
          ) : (
            <b>{name}</b>
          )}{' '}
          <span className="faint small">
            from {addedBy ?? 'somebody'}, <InstantText at={createdAt} />
          </span>
        </p>
      ))}
      {data.isSignedIn ? (
        mayAdd && <AddDocument path={path} token={token} />
      ) : (
        <p>
          <Link to="/sign-in" search={{ next: `/t/${token}`, email: view.person.email }}>
            Sign in to open or add documents
          </Link>
        </p>
      )}
    </section>
  );
}

function AddDocument({ path, token }: { path: string; token: string }) {
  const queries = useQueryClient();
  const [isBusy, setIsBusy] = useState(false);
  const add = async (files: File[]) => {
    setIsBusy(true);
    try {
      for (const file of files) {
        const problem = problemOf(file);
        if (problem !== null) say(problem);
        else {
          await sendFile(path, file);
          say(`${file.name} is there`);
        }
      }
    } catch (error) {
      sayProblem(error);
    } finally {
      setIsBusy(false);
      await Promise.all([
        queries.invalidateQueries(taskLinkDocumentsQuery(token)),
        queries.invalidateQueries(taskLinkQuery(token)),
      ]);
    }
  };
  return (
    <DropZone
      className="task-drop"
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
