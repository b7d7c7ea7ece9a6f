import { useQuery } from '@tanstack/react-query';
import { Fact } from '../ui/badge.tsx';
import { plural } from '../ui/words.ts';
import { webhooksQuery } from './sandbox-api.ts';

/** The last webhooks on their way to Gangway, with what it answered. */
export function Deliveries() {
  const log = useQuery(webhooksQuery).data?.log ?? [];
  const last = log.toSorted((one, other) => other.at.localeCompare(one.at)).slice(0, 6);
  if (last.length === 0) return null;
  return (
    <div className="card card-body stack-tight">
      <h2>Last from HubSpot</h2>
      <ul className="stack-tight small">
        {last.map(({ at, events, attempt, status, error, ms, types }) => (
          <li key={`${at}${String(attempt)}${types.join()}`} className="spread">
            <span className="cell-wrap">{[...new Set(types)].join(', ') || plural(events, 'event')}</span>
            {status !== null && status < 300 ? (
              <Fact tone="fine" icon="check">
                {status} in {Math.round(ms)} ms
              </Fact>
            ) : (
              <Fact tone="late" icon="alert">
                {status ?? error ?? 'no answer'}
                {attempt > 1 && `, attempt ${String(attempt)}`}
              </Fact>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
