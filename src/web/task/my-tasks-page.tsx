import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { write } from '../api/client.ts';
import { myTasksQuery } from '../api/queries.ts';
import type { Answer, MyTask } from '../api/types.ts';
import { sayProblem } from '../api/use-command.ts';
import { Fact } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { ClockProvider, useClock } from '../ui/clock.tsx';
import { DateText } from '../ui/date-text.tsx';
import { Icon } from '../ui/icons.tsx';
import { useTitle } from '../ui/page.tsx';
import { QueryView } from '../ui/query-view.tsx';
import { BoneRows } from '../ui/skeleton.tsx';
import { EmptyState } from '../ui/states.tsx';
import { taskGroups } from '../ui/task-groups.ts';
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
              What you own in running onboardings stands here, soonest first. We write when there is something to do.
            </EmptyState>
          ) : (
            <h1>My tasks</h1>
          )}
          {taskGroups(items, today).map(({ title, tasks }) => (
            <section key={title} className="stack-tight">
              <h2>{title}</h2>
              <ul className="task-list" aria-label={title}>
                {tasks.map((task) => (
                  <li key={task.id}>
                    <TaskLine task={task} />
                  </li>
                ))}
              </ul>
            </section>
          ))}
          {count > items.length && <p className="faint">And {count - items.length} more.</p>}
          <p className="spread faint small">
            <span>
              Signed in as {reader.name} ({reader.email})
            </span>
            <Button look="quiet" onPress={() => void signOut().catch(sayProblem)}>
              Sign out
            </Button>
          </p>
        </div>
      </main>
    </>
  );
}

/** A task's page opens by a link of its own, which is made when it is wanted. */
function useOpenTask() {
  const navigate = useNavigate();
  return useCallback(
    async (id: string, replace: boolean) => {
      const { token } = await write('openMyTask', 'POST', `/my-tasks/${id}/link`, {});
      await navigate({ to: '/t/$token', params: { token }, replace });
    },
    [navigate],
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

function TaskLine({ task: { id, name, onboardingName, dueOn, status, waitsFor, isReady } }: { task: MyTask }) {
  const { today } = useClock();
  const openTask = useOpenTask();
  const [isBusy, setIsBusy] = useState(false);
  const open = () => {
    setIsBusy(true);
    openTask(id, false)
      .catch(sayProblem)
      .finally(() => setIsBusy(false));
  };
  const isLate = isReady && dueOn !== null && dueOn < today;
  return (
    <AriaButton className="task-link" onPress={open} isPending={isBusy}>
      <span className="task-link-words">
        <span className="strong">{name}</span>
        <span className="soft small">{onboardingName}</span>
        {waitsFor.length > 0 && <span className="soft small">Waits for {waitsFor.join(', ')}</span>}
        <span className="row small">
          <Fact tone={isLate ? 'late' : dueOn === today ? 'attention' : 'neutral'} icon={isLate ? 'clock' : 'calendar'}>
            <DateText on={dueOn} none="No date yet" />
          </Fact>
          {status === 'blocked' && (
            <Fact tone="blocked" icon="blocked">
              Blocked
            </Fact>
          )}
        </span>
      </span>
      <Icon name="arrow" />
    </AriaButton>
  );
}
