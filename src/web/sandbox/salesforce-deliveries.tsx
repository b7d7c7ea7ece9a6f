import { useQuery } from '@tanstack/react-query';
import { Fact } from '../ui/badge.tsx';
import { plural } from '../ui/words.ts';
import { outboundQuery } from './salesforce-api.ts';

/** The last outbound messages, and whether Gangway acknowledged them. */
export function SalesforceDeliveries() {
  const last = (useQuery(outboundQuery).data?.log ?? []).slice(0, 6);
  if (last.length === 0) return null;
  return (
    <div className="card card-body stack-tight">
      <h2>Last from Salesforce</h2>
      <ul className="stack-tight small">
        {last.map(({ at, object, notifications, attempt, status, isAcknowledged, error, ms }) => (
          <li key={`${at}${object}${String(attempt)}`} className="spread">
            <span className="cell-wrap">{plural(notifications, 'notification')}</span>
            {isAcknowledged ? (
              <Fact tone="fine" icon="check">
                Acknowledged in {ms} ms
              </Fact>
            ) : (
              <Fact tone="late" icon="alert">
                {status ?? error ?? 'no answer'}
                {attempt > 0 && `, attempt ${String(attempt + 1)}`}
              </Fact>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
