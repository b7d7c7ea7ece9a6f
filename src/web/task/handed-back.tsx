import { Link } from '@tanstack/react-router';
import { ApiError } from '../api/client.ts';
import { Icon } from '../ui/icons.tsx';
import { useTitle } from '../ui/page.tsx';
import './task-page.css';

/** Whose task it is, where somebody stood in for a time and that is over. Null: nobody's. Undefined: it is something else. */
export function handedBackTo(error: unknown): string | null | undefined {
  if (!(error instanceof ApiError) || error.details['reason'] !== 'handed_back') return undefined;
  const { owner } = error.details;
  return typeof owner === 'string' ? owner : null;
}

export function HandedBack({ owner }: { owner: string | null }) {
  const title = owner === null ? 'This task is nobody’s now' : `This task is with ${owner} now`;
  useTitle(title);
  return (
    <main className="task-page">
      <div className="task-body">
        <span className="outcome-icon tone-accent">
          <Icon name="people" size={28} />
        </span>
        <section className="stack-tight">
          <h1>{title}</h1>
          <p>
            You stood in for a time, and that is over: there is nothing left for you to do here. What you did is kept.
          </p>
        </section>
        <p>
          <Link to="/tasks">All my tasks</Link>
        </p>
      </div>
    </main>
  );
}
