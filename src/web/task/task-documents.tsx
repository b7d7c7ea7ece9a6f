import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { taskLinkDocumentsQuery, taskLinkQuery } from '../api/link-queries.ts';
import type { TaskLinkView } from '../api/types.ts';
import { DropFiles } from '../ui/drop-files.tsx';
import { InstantText } from '../ui/date-text.tsx';

/** Opened and added by the link's own person, signed in: the mail may have been passed on. */
export function TaskDocuments({ view, token }: { view: TaskLinkView; token: string }) {
  const { data } = useQuery(taskLinkDocumentsQuery(token));
  const queries = useQueryClient();
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
        mayAdd && (
          <DropFiles
            path={path}
            onDone={() =>
              Promise.all(
                [taskLinkDocumentsQuery(token), taskLinkQuery(token)].map(({ queryKey }) =>
                  queries.invalidateQueries({ queryKey }),
                ),
              )
            }
          />
        )
      ) : (
        <p>
          <Link to="/sign-in" search={{ next: `/t/${token}`, email: view.person.email }}>
            Sign in to open or add documents
          </Link>
        </p>
      )}
      <p>
        <Link to="/t/$token/documents" params={{ token }}>
          All documents of the onboarding
        </Link>
      </p>
    </section>
  );
}
