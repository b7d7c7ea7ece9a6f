import { useQuery, useQueryClient } from '@tanstack/react-query';
import { documentsQuery } from '../../api/queries.ts';
import { DocumentsByTask } from '../../ui/document-list.tsx';
import { DropFiles } from '../../ui/drop-files.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useIsAtLeast } from '../me.tsx';
import { useOnboarding } from './context.tsx';

/** Everything that was handed in, by the task it is for. */
export function DocumentsTab() {
  const { view } = useOnboarding();
  const queries = useQueryClient();
  const query = documentsQuery(view.id);
  return (
    <div className="stack">
      {useIsAtLeast('member') && (
        <div className="stack-tight">
          <DropFiles path={`/onboardings/${view.id}/documents`} onDone={() => queries.invalidateQueries(query)} />
          <p className="faint small">
            Documents added here are of the onboarding as a whole: the customer sees them. What belongs to a task is
            added in its panel, and seen by whoever sees the task.
          </p>
        </div>
      )}
      <QueryView query={useQuery(query)} skeleton={<BoneRows rows={5} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="book" title="No documents yet">
              What people hand in with their tasks, send by mail or add here is kept here.
            </EmptyState>
          ) : (
            <DocumentsByTask documents={items} contentPath={(id) => `/documents/${id}/content`} />
          )
        }
      </QueryView>
    </div>
  );
}
