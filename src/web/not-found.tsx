import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { buttonClass } from './ui/button.tsx';
import { EmptyState, ErrorState } from './ui/states.tsx';

export function NotFound() {
  return (
    <main>
      <EmptyState
        icon="search"
        title="There is nothing at this address"
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

/** A fault of a screen itself; the data is on the server and safe. */
export function ScreenError({ error, reset }: ErrorComponentProps) {
  return (
    <main>
      <ErrorState error={error} kept="Your data is safe on the server." onRetry={reset} />
    </main>
  );
}
