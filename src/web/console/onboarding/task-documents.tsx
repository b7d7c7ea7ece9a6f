import { useQuery } from '@tanstack/react-query';
import { documentsQuery } from '../../api/queries.ts';
import type { TaskView } from '../../api/types.ts';
import { InstantText } from '../../ui/date-text.tsx';
import { useOnboarding } from './context.tsx';

const sizeOf = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** Nothing while there is none: most tasks ask for no document. */
export function TaskDocuments({ task }: { task: TaskView }) {
  const { view } = useOnboarding();
  const { data } = useQuery(documentsQuery(view.id, task.id));
  if (!data || data.items.length === 0) return null;
  return (
    <section className="stack-tight">
      <h3>Documents</h3>
      <ul className="comments">
        {data.items.map((document) => (
          <li key={document.id} className="comment">
            <a href={`/api/v1/documents/${document.id}/content`} download={document.name}>
              {document.name}
            </a>{' '}
            <span className="faint small">
              {sizeOf(document.size)}, from {document.addedBy ?? 'somebody'}
              {document.via === 'email' && ' by mail'}, <InstantText at={document.createdAt} />
              {!document.isScanned && ', not scanned for viruses'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
