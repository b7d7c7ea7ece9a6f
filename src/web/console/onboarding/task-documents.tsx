import { useQuery, useQueryClient } from '@tanstack/react-query';
import { documentsQuery } from '../../api/queries.ts';
import type { TaskView } from '../../api/types.ts';
import { DocumentList } from '../../ui/document-list.tsx';
import { DropFiles } from '../../ui/drop-files.tsx';
import { useIsAtLeast } from '../me.tsx';
import { useOnboarding } from './context.tsx';

export function TaskDocuments({ task }: { task: TaskView }) {
  const { view } = useOnboarding();
  const queries = useQueryClient();
  const mayAdd = useIsAtLeast('member');
  const documents = useQuery(documentsQuery(view.id, task.id)).data?.items ?? [];
  if (documents.length === 0 && !mayAdd) return null;
  return (
    <section className="stack-tight">
      <h3>Documents</h3>
      {documents.length > 0 && <DocumentList documents={documents} contentPath={(id) => `/documents/${id}/content`} />}
      {mayAdd && (
        <DropFiles
          path={`/onboardings/${view.id}/documents`}
          query={{ taskId: task.id }}
          onDone={() => queries.invalidateQueries(documentsQuery(view.id))}
        />
      )}
    </section>
  );
}
