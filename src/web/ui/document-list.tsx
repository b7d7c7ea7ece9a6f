import type { DocumentView } from '../api/types.ts';
import { InstantText } from './date-text.tsx';
import './document-list.css';

const sizeOf = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** As its name ends, which the server has held against its content. */
const typeOf = ({ name }: DocumentView): string => name.slice(name.lastIndexOf('.') + 1).toUpperCase();

interface DocumentListProps {
  documents: readonly DocumentView[];
  contentPath: (documentId: string) => string;
}

/** Newest first, as they come. */
export function DocumentList({ documents, contentPath }: DocumentListProps) {
  return (
    <ul className="document-list">
      {documents.map((document) => (
        <li key={document.id}>
          <a href={`/api/v1${contentPath(document.id)}`} download={document.name}>
            {document.name}
          </a>
          <span className="faint small">
            {typeOf(document)}, {sizeOf(document.size)}, from {document.addedBy ?? 'somebody'}
            {document.via === 'email' && ' by mail'}, <InstantText at={document.createdAt} />
            {!document.isScanned && ', not scanned for viruses'}
            {document.visibility === 'internal' && ', internal: none but our people see it'}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** By task, the one with the newest document first; what belongs to the onboarding as a whole stands by itself. */
export function DocumentsByTask({ documents, contentPath }: DocumentListProps) {
  const groups = [...Map.groupBy(documents, ({ taskId }) => taskId)];
  return groups.map(([taskId, members]) => (
    <section key={taskId ?? ''} className="stack-tight">
      <h2 className="document-task">{members[0]?.taskName ?? 'The onboarding as a whole'}</h2>
      <DocumentList documents={members} contentPath={contentPath} />
    </section>
  ));
}
