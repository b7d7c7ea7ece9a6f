import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { taskLinkQuery } from '../api/link-queries.ts';
import type { TaskLinkView } from '../api/types.ts';
import { ClockProvider } from '../ui/clock.tsx';
import { useTitle } from '../ui/page.tsx';
import { QueryView } from '../ui/query-view.tsx';
import { Bone } from '../ui/skeleton.tsx';
import { say } from '../ui/toast.tsx';
import type { SheetName } from './action-sheet.tsx';
import { asksStill } from './asks-still.ts';
import { ExpiredLink, isExpired } from './expired-link.tsx';
import { LinkOver, overWords } from './link-over.tsx';
import { Outcome } from './outcome.tsx';
import { TaskActions } from './task-actions.tsx';
import { TaskBody } from './task-body.tsx';
import './task-page.css';

const ActionSheet = lazy(() => import('./action-sheet.tsx'));
const route = getRouteApi('/t/$token');

/** The one task a link was sent for. Opening it changes nothing: mail scanners open links, too. */
export function TaskPage() {
  const { token } = route.useParams();
  const query = useQuery(taskLinkQuery(token));
  const over = overWords(query.error);
  if (over) return <LinkOver words={over} />;
  if (isExpired(query.error)) return <ExpiredLink token={token} />;
  return (
    <QueryView
      query={query}
      place="document"
      skeleton={
        <main className="task-page stack">
          <Bone width="40%" />
          <Bone height={32} />
          <Bone height={120} />
          <Bone height={48} />
        </main>
      }
    >
      {(view) => (
        <ClockProvider offsetMs={view.offsetMs} today={view.today}>
          <Loaded key={token} token={token} view={view} />
        </ClockProvider>
      )}
    </QueryView>
  );
}

function Loaded({ token, view }: { token: string; view: TaskLinkView }) {
  const [sheet, setSheet] = useState<SheetName | null>(null);
  const [outcome, setOutcome] = useState<SheetName | null>(null);
  const [isUnsent, setIsUnsent] = useState(false);
  const choose = (chosen: SheetName) =>
    chosen === 'complete' && (isUnsent || asksStill(view))
      ? say('Send your answers first: nobody has them yet', { isProblem: true })
      : setSheet(chosen);
  useTitle(view.task.name);
  useEffect(() => {
    // Ready before the thumb is.
    void import('./action-sheet.tsx');
  }, []);
  return (
    <>
      <header className="task-top">
        <span className="strong">{view.companyName}</span>
        <span className="faint">{view.onboarding.accountName}</span>
      </header>
      <main className="task-page">
        {outcome && <Outcome view={view} did={outcome} onBack={() => setOutcome(null)} />}
        {!outcome && <TaskBody view={view} token={token} onUnsent={setIsUnsent} />}
      </main>
      {!outcome && <TaskActions view={view} token={token} onChoose={choose} />}
      {sheet && (
        <Suspense>
          <ActionSheet
            name={sheet}
            view={view}
            token={token}
            onClose={() => setSheet(null)}
            onDone={() => setOutcome(sheet)}
          />
        </Suspense>
      )}
    </>
  );
}
