import { useQuery } from '@tanstack/react-query';
import { salesforceCountersQuery } from './salesforce-api.ts';
import { type Counters as CrmCounters, countersQuery, mailCountersQuery } from './sandbox-api.ts';

type Row = readonly [word: string, count: number];
const row = (word: string, count: number): Row => [word, count];

const callRows = (crm: string, { totals }: Pick<CrmCounters, 'totals'>): Row[] => [
  row(`Calls to ${crm}`, totals.calls),
  row('of them writes', totals.writes),
  row('refused by its limits', totals.throttled),
  row('failed', totals.failed),
];

/** Raw deliveries, counted outside the product. */
export function Counters() {
  const crm = useQuery(countersQuery).data;
  const salesforce = useQuery(salesforceCountersQuery).data;
  const mail = useQuery(mailCountersQuery).data;
  const rows: Row[] = [
    ...(crm
      ? [
          ...callRows('HubSpot', crm),
          row('Changes in HubSpot', crm.webhooks.events),
          row('Webhook calls for them', crm.webhooks.deliveries),
          row('taken by Gangway', crm.webhooks.accepted),
          row('waiting for a retry', crm.webhooks.waiting),
        ]
      : []),
    ...(salesforce
      ? [
          ...callRows('Salesforce', salesforce),
          row('Outbound notifications', salesforce.outbound.notifications),
          row('acknowledged by Gangway', salesforce.outbound.acknowledged),
          row('waiting for a retry', salesforce.outbound.waiting),
        ]
      : []),
    ...(mail
      ? [
          row('Mails taken', mail.accepted),
          row('refused or put off', mail.refused + mail.deferred),
          row('bounced', mail.bounced),
        ]
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
