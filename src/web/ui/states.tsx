import type { ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icons.tsx';
import type { Tone } from './tone.ts';
import './states.css';

/** What will be here, and the one thing to do now. */
export function EmptyState({
  icon,
  title,
  isPage = false,
  children,
  action,
}: {
  icon: IconName;
  title: string;
  /** it is all there is on the page, so its title is the page's */
  isPage?: boolean;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="state">
      <span className="state-icon">
        <Icon name={icon} size={24} />
      </span>
      {isPage ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children && <p className="soft">{children}</p>}
      {action}
    </div>
  );
}

const wordsOf = (error: unknown): { title: string; text: string; requestId: string | null } => {
  if (!(error instanceof ApiError))
    return {
      title: 'This screen has a fault',
      text: error instanceof Error ? error.message : 'Nothing more is known.',
      requestId: null,
    };
  const title =
    {
      0: 'No answer',
      401: 'You are signed out',
      403: 'Not allowed',
      404: 'Not found',
      410: 'No longer valid',
      429: 'Too many requests',
      503: 'Not available right now',
    }[error.status] ?? 'That did not work';
  return { title, text: error.message, requestId: error.requestId };
};

/** What happened, what was kept, what to do. */
export function ErrorState({
  error,
  kept = 'Nothing was changed.',
  isPage = false,
  onRetry,
}: {
  error: unknown;
  kept?: string;
  /** it is all there is on the page, so its title is the page's */
  isPage?: boolean;
  onRetry?: () => void;
}) {
  const { title, text, requestId } = wordsOf(error);
  const isFinal = error instanceof ApiError && [403, 404, 410].includes(error.status);
  return (
    <div className="state" role="alert">
      <span className="state-icon tone-late">
        <Icon name="alert" size={24} />
      </span>
      {isPage ? <h1>{title}</h1> : <h2>{title}</h2>}
      <p className="soft">
        {text} {!isFinal && kept}
      </p>
      {onRetry && !isFinal && (
        <Button icon="refresh" onPress={onRetry}>
          Try again
        </Button>
      )}
      {requestId && <p className="faint small">Request {requestId}</p>}
    </div>
  );
}

interface BannerProps {
  tone?: Tone;
  icon?: IconName;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}

/** One fact about the whole view, with what to do about it. */
export function Banner({
  tone = 'neutral',
  icon = tone === 'fine' ? 'circleCheck' : 'alert',
  title,
  children,
  action,
}: BannerProps) {
  return (
    <div className={`banner tone-${tone}`} role="note">
      <Icon name={icon} />
      <div className="banner-words">
        <p className="strong">{title}</p>
        {children && <div className="banner-text">{children}</div>}
      </div>
      {action && <div className="banner-action">{action}</div>}
    </div>
  );
}

/** What is off or stale, and since when; the rest of the view stays usable. */
export function PartialBanner({ what, children }: { what: ReactNode; children?: ReactNode }) {
  return (
    <Banner tone="attention" icon="alert" title={what}>
      {children}
    </Banner>
  );
}
