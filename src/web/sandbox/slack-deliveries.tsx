import { useQuery } from '@tanstack/react-query';
import { Fact } from '../ui/badge.tsx';
import { slackQuery } from './slack-api.ts';

const words = { http_timeout: 'no answer in 3 s', connection_failed: 'not reached', http_error: 'refused' } as const;

/** What Slack told Gangway last, and whether it was acknowledged within Slack's three seconds. */
export function SlackDeliveries() {
  const last = (useQuery(slackQuery).data?.deliveries ?? []).slice(0, 6);
  if (last.length === 0) return null;
  return (
    <div className="card card-body stack-tight">
      <h2>Last from Slack</h2>
      <ul className="stack-tight small">
        {last.map(({ id, what, attempt, status, failure, tookMs }) => (
          <li key={id} className="spread">
            <span className="cell-wrap">{what}</span>
            {failure === null ? (
              <Fact tone="fine" icon="check">
                {status} in {tookMs} ms
              </Fact>
            ) : (
              <Fact tone="late" icon="alert">
                {status ?? words[failure]}
                {attempt > 1 && `, attempt ${String(attempt)}`}
              </Fact>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
