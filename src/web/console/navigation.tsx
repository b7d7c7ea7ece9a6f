import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { queueQuery, systemQuery } from '../api/queries.ts';
import { useClock } from '../ui/clock.tsx';
import { absoluteDate, timeIn } from '../ui/dates.ts';
import { Icon, type IconName } from '../ui/icons.tsx';

const rooms: readonly {
  to: '/console' | '/console/queue' | '/console/tasks' | '/console/playbooks' | '/console/ledger' | '/console/settings';
  word: string;
  icon: IconName;
}[] = [
  { to: '/console', word: 'Portfolio', icon: 'portfolio' },
  { to: '/console/queue', word: 'Work queue', icon: 'inbox' },
  { to: '/console/tasks', word: 'My tasks', icon: 'circleCheck' },
  { to: '/console/playbooks', word: 'Playbooks', icon: 'book' },
  { to: '/console/ledger', word: 'Sync ledger', icon: 'ledger' },
  { to: '/console/settings', word: 'Settings', icon: 'gear' },
];

export function Navigation({ isSandboxOn }: { isSandboxOn: boolean }) {
  const { pathname } = useLocation();
  const isHere = (to: string): boolean =>
    to === '/console' ? /^\/console\/?$|^\/console\/onboardings\//.test(pathname) : pathname.startsWith(to);
  const waiting = useQuery(queueQuery(false)).data?.items.length ?? 0;
  return (
    <>
      <nav className="nav" aria-label="Rooms">
        {rooms.map(({ to, word, icon }) => (
          <Link
            key={to}
            to={to}
            className={isHere(to) ? 'nav-link nav-here' : 'nav-link'}
            aria-current={isHere(to) ? 'page' : undefined}
          >
            <Icon name={icon} />
            {word}
            {to === '/console/queue' && waiting > 0 && (
              <span className="nav-count">
                {waiting}
                <span className="visually-hidden"> waiting</span>
              </span>
            )}
          </Link>
        ))}
        {isSandboxOn && (
          <Link to="/sandbox" className="nav-link nav-apart">
            <Icon name="flask" />
            Sandbox
          </Link>
        )}
      </nav>
      <MovedClock />
    </>
  );
}

/** Says that dates are not those of the wall, so that nobody wonders. */
function MovedClock() {
  const { nowMs, today, zone } = useClock();
  if (!useQuery(systemQuery).data?.isBusinessClockMoved) return null;
  return (
    <p className="moved-clock">
      <Icon name="clock" size={14} />
      <span>
        Sandbox clock: {absoluteDate(today, '')}, {timeIn(zone, nowMs)}
      </span>
    </p>
  );
}
