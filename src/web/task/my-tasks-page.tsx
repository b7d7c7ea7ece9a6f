import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { write } from '../api/client.ts';
import { myTasksQuery } from '../api/queries.ts';
import type { Answer } from '../api/types.ts';
import { sayProblem } from '../api/use-command.ts';
import { ClockProvider, useClock } from '../ui/clock.tsx';
import { useTitle } from '../ui/page.tsx';
import { QueryView } from '../ui/query-view.tsx';
import { BoneRows } from '../ui/skeleton.tsx';
import { EmptyState } from '../ui/states.tsx';
import { taskGroups } from '../ui/task-groups.ts';
import { OwnTask, useOpenTask } from './own-task.tsx';
import './task-page.css';

const route = getRouteApi('/tasks');

/** All that waits for one customer or partner, over their onboardings: what messages name a few of. */
export function MyTasksPage() {
  const query = useQuery({ ...myTasksQuery, refetchInterval: 60_000, refetchOnWindowFocus: 'always' });
  useTitle('My tasks');
  return (
    <QueryView
      query={query}
      place="document"
      skeleton={
        <main className="task-page">
          <BoneRows rows={4} height={64} />
        </main>
      }
    >
      {(mine) => (
        <ClockProvider offsetMs={mine.offsetMs}>
          <Loaded mine={mine} />
        </ClockProvider>
      )}
    </QueryView>
  );
}

function Loaded({ mine: { items, count, reader, companyName } }: { mine: Answer<'getMyTasks'> }) {
  const { today } = useClock();
  const navigate = useNavigate();
  const queries = useQueryClient();
  useOpenWanted();
  const signOut = async () => {
    await write('endSession', 'DELETE', '/auth/sessions/current');
    queries.clear();
    await navigate({ to: '/sign-in', search: { next: '/tasks' } });
  };
  return (
    <>
      <header className="task-top">
        <span className="strong">{companyName}</span>
        <span className="faint">{reader.name}</span>
      </header>
      <main className="task-page">
        <div className="task-body">
          {items.length === 0 ? (
            <EmptyState icon="circleCheck" title="No task waits for you" isPage>
              What you are asked for in running onboardings stands here, soonest first. We write when there is something
              to do.
            </EmptyState>
          ) : (
            <h1>My tasks</h1>
          )}
          {taskGroups(items, today).map(({ title, tasks }) => (
            <section key={title} className="stack-tight">
              <h2>{title}</h2>
              <ul className="task-list" aria-label={title}>
                {tasks.map((task) => (
                  <li key={task.blockerId ?? task.id}>
                    <OwnTask task={task} />
                  </li>
                ))}
              </ul>
            </section>
          ))}
          {count > items.length && <p className="faint">And {count - items.length} more.</p>}
          <p className="faint small">
            Signed in as {reader.name} ({reader.email}).{' '}
            <button type="button" className="link-button" onClick={() => void signOut().catch(sayProblem)}>
              Sign out
            </button>
          </p>
        </div>
      </main>
    </>
  );
}

/** Who comes from Slack comes for one task. */
function useOpenWanted(): void {
  const { task } = route.useSearch();
  const open = useOpenTask();
  const hasOpened = useRef(false);
  useEffect(() => {
    if (!task || hasOpened.current) return;
    hasOpened.current = true;
    open(task, true).catch(sayProblem);
  }, [task, open]);
}
