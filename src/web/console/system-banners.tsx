import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { systemQuery } from '../api/queries.ts';
import { InstantText } from '../ui/date-text.tsx';
import { PartialBanner } from '../ui/states.tsx';
import { standstill } from './settings/standstill.ts';

/** What is stopped or stale, and since when; everything else goes on. Parts that are off on purpose are not mentioned here. */
export function SystemBanners({ isLive }: { isLive: boolean }) {
  const status = useQuery(systemQuery).data;
  const parts = status?.parts.filter(({ state }) => state === 'degraded' || state === 'stopped') ?? [];
  const connections = status?.connections.filter((connection) => connection.status !== 'active') ?? [];
  if (isLive && parts.length + connections.length === 0) return null;
  return (
    <div className="system-banners">
      {!isLive && (
        <PartialBanner what="Live updates are interrupted">
          What you see may be old. It is read again as soon as Gangway answers.
        </PartialBanner>
      )}
      {parts.map((part) => (
        <PartialBanner
          key={part.name}
          what={
            <>
              {part.name} is {part.state === 'stopped' ? 'stopped' : 'not fully there'}
              {part.since && (
                <>
                  {' '}
                  since <InstantText at={part.since} isSince />
                </>
              )}
            </>
          }
        >
          {part.detail}
        </PartialBanner>
      ))}
      {connections.map((connection) => (
        <PartialBanner
          key={connection.id}
          what={
            <>
              {connection.name}: {standstill(connection).what} since <InstantText at={connection.statusSince} isSince />
            </>
          }
        >
          {standstill(connection).next} <Link to="/console/settings/connections">See connections</Link>
        </PartialBanner>
      ))}
    </div>
  );
}
