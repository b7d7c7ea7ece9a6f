import { useQuery } from '@tanstack/react-query';
import { salesforceCountersQuery } from './salesforce-api.ts';
import { countersQuery, mailCountersQuery } from './sandbox-api.ts';

/** Raw deliveries, counted outside the product. */
export function Counters() {
  const crm = useQuery(countersQuery).data;
  const salesforce = useQuery(salesforceCountersQuery).data;
  const mail = useQuery(mailCountersQuery).data;
  const rows: [string, number][] = [
    ...(crm
      ? ([
          ['Calls to HubSpot', crm.totals.calls],
          ['of them writes', crm.totals.writes],
          ['refused by its limits', crm.totals.throttled],
          ['failed', crm.totals.failed],
          ['Changes in HubSpot', crm.webhooks.events],
          ['Webhook calls for them', crm.webhooks.deliveries],
          ['taken by Gangway', crm.webhooks.accepted],
          ['waiting for a retry', crm.webhooks.waiting],
        ] satisfies [string, number][])
      : []),
    ...(salesforce
      ? ([
          ['Calls to Salesforce', salesforce.totals.calls],
          ['of them writes', salesforce.totals.writes],
          ['refused by its limits', salesforce.totals.throttled],
          ['failed', salesforce.totals.failed],
          ['Outbound notifications', salesforce.outbound.notifications],
          ['acknowledged by Gangway', salesforce.outbound.acknowledged],
          ['waiting for a retry', salesforce.outbound.waiting],
        ] satisfies [string, number][])
      : []),
    ...(mail
      ? ([
          ['Mails taken', mail.accepted],
          ['refused or put off', mail.refused + mail.deferred],
          ['bounced', mail.bounced],
        ] satisfies [string, number][])
      : []),
  ];
  if (rows.length === 0) return null;
  return (
    <div className="card card-body stack-tight">
      <h2>Counted</h2>
      <dl className="counted">
        {rows.map(([word, count], index) => (
          <div key={`${index} ${word}`}>
            <dt>{word}</dt>
            <dd>{count.toLocaleString('en-GB')}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
