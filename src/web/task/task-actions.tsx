import { Link } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { linkCommand } from '../api/client.ts';
import { taskLinkQuery } from '../api/link-queries.ts';
import { sayProblem } from '../api/use-command.ts';
import type { TaskLinkView } from '../api/types.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { AskedFor } from './asked-for.tsx';
import { asksStill } from './asks-still.ts';
import type { IconName } from '../ui/icons.tsx';
import { say } from '../ui/toast.tsx';
import type { SheetName } from './action-sheet.tsx';
import type { Other } from './more-sheet.tsx';

/** Dialogs weigh as much as the page itself, so they come after it. */
const MoreSheet = lazy(() => import('./more-sheet.tsx'));

export interface TaskActionsProps {
  view: TaskLinkView;
  token: string;
  onChoose: (sheet: SheetName) => void;
}

const sheets: readonly { name: SheetName; label: string; icon: IconName }[] = [
  { name: 'block', label: 'I cannot: something is missing', icon: 'blocked' },
  { name: 'snooze', label: 'Remind me later', icon: 'snooze' },
  { name: 'reassign', label: 'Hand it to a colleague', icon: 'people' },
  { name: 'skip', label: 'It is not needed', icon: 'skip' },
];

/** One big action within reach of the thumb; everything else one press further. */
export function TaskActions({ view, token, onChoose }: TaskActionsProps) {
  const queries = useQueryClient();
  const [isMoreOpen, setIsMoreOpen] = useState(false);
  const may = (name: string): boolean => view.can.includes(name) && !(name === 'skip' && asksStill(view));
  const send = async (name: 'unblock' | 'start', done: string) => {
    await linkCommand(name, token, {});
    say(done);
    await queries.invalidateQueries(taskLinkQuery(token));
  };
  const start = () => void send('start', 'Noted: in progress').catch(sayProblem);
  const others: Other[] = [
    ...(may('start') && view.task.status === 'pending'
      ? [{ label: 'I have started', icon: 'half' as const, act: start }]
      : []),
    ...sheets.filter(({ name }) => may(name)).map(({ name, ...words }) => ({ ...words, act: () => onChoose(name) })),
  ];
  if (view.askedFor.length > 0 && !view.isOwner) return <AskedFor view={view} token={token} onChoose={onChoose} />;
  const isBlocked = view.task.status === 'blocked' && may('unblock');
  const needsSignIn = !may('complete') && view.needsSignIn.includes('complete');
  if (!isBlocked && !may('complete') && !needsSignIn && others.length === 0) return null;
  return (
    <div className="task-bar">
      <div className="task-bar-inner">
        {isBlocked ? (
          <Button
            look="primary"
            size="large"
            icon="check"
            isWide
            onPress={() => void send('unblock', 'Good: it goes on').catch(sayProblem)}
          >
            It is there now
          </Button>
        ) : may('complete') ? (
          <Button look="primary" size="large" icon="check" isWide onPress={() => onChoose('complete')}>
            {view.task.fillsRole ? 'Name the person' : 'It is done'}
          </Button>
        ) : (
          needsSignIn && (
            <Link
              to="/sign-in"
              search={{ next: `/t/${token}`, email: view.person.email }}
              className={`${buttonClass({ look: 'primary', size: 'large' })} button-wide`}
            >
              Sign in to complete
            </Link>
          )
        )}
        {others.length > 0 && (
          <Button size="large" onPress={() => setIsMoreOpen(true)}>
            Something else
          </Button>
        )}
      </div>
      {isMoreOpen && (
        <Suspense>
          <MoreSheet others={others} onClose={() => setIsMoreOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
