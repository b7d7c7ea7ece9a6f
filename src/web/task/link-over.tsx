import { Link } from '@tanstack/react-router';
import { ApiError } from '../api/client.ts';
import { Icon } from '../ui/icons.tsx';
import { useTitle } from '../ui/page.tsx';
import './task-page.css';

interface Words {
  title: string;
  text: string;
}

/** Why a link opens nothing more that cannot be had by a new one: somebody stood in, or was asked for what is there now. */
export function overWords(error: unknown): Words | null {
  if (!(error instanceof ApiError)) return null;
  const { reason, owner } = error.details;
  if (reason === 'handed_back')
    return {
      title: typeof owner === 'string' ? `This task is with ${owner} now` : 'This task is nobody’s now',
      text: 'You stood in for a time, and that is over: there is nothing left for you to do here. What you did is kept.',
    };
  return reason === 'not_asked'
    ? {
        title: 'Thank you: nothing is left for you to do here',
        text: 'What you were asked for is there, or somebody else is asked for it now. What you did is kept.',
      }
    : null;
}

export function LinkOver({ words: { title, text } }: { words: Words }) {
  useTitle(title);
  return (
    <main className="task-page">
      <div className="task-body">
        <span className="outcome-icon tone-accent">
          <Icon name="people" size={28} />
        </span>
        <section className="stack-tight">
          <h1>{title}</h1>
          <p>{text}</p>
        </section>
        <p>
          <Link to="/tasks">All my tasks</Link>
        </p>
      </div>
    </main>
  );
}
