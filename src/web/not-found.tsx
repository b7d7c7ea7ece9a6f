import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { ApiError } from './api/client.ts';
import { buttonClass } from './ui/button.tsx';
import { EmptyState, ErrorState } from './ui/states.tsx';

export function NotFound() {
  return (
    <main>
      <EmptyState
        icon="search"
        title="There is nothing at this address"
        isPage
        action={
          <Link to="/console" className={buttonClass({})}>
            To the portfolio
          </Link>
        }
      >
        It may have been mistyped, or what it showed is gone.
      </EmptyState>
    </main>
  );
}

/** A part of the screens that could not be loaded is no fault of theirs: the server is away, or was just renewed. */
const isLoadProblem = (error: unknown): boolean =>
  error instanceof Error && /preload|dynamically imported|importing a module/i.test(error.message);

/** A fault of a screen itself; the data is on the server and safe. */
export function ScreenError({ error, reset }: ErrorComponentProps) {
  const said = isLoadProblem(error)
    ? new ApiError(0, 'unreachable', 'This screen could not be loaded: Gangway does not answer.', { cause: error })
    : error;
  return (
    <div className="page">
      <ErrorState
        error={said}
        isPage
        kept="Your data is safe on the server."
        onRetry={isLoadProblem(error) ? () => globalThis.location.reload() : reset}
      />
    </div>
  );
}
