import type { PlaybookDetail } from '../../api/types.ts';
import { Tag } from '../../ui/badge.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import { SideBadge } from '../../ui/person-chip.tsx';
import { Table } from '../../ui/table.tsx';
import { plainWords, plural, roleWords } from '../../ui/words.ts';
import { conditionWords } from './playbook-words.ts';

type Playbook = PlaybookDetail['playbook'];

const roles = (names: readonly string[]): string => names.map(roleWords).join(', ') || 'Nobody';

export function PlaybookRules({ playbook }: { playbook: Playbook }) {
  const { publish, goLive, hypercareDays, checkIns, renewalReminders, crm, calendar } = playbook;
  return (
    <>
      <div className="card card-body">
        <Facts
          items={[
            {
              word: 'The plan is published',
              fact: publish.mode === 'automatic' ? 'By itself' : `By ${roles(publish.roles)}`,
            },
            { word: 'Go-live is approved by', fact: roles(goLive.approvers) },
            { word: 'Hypercare', fact: plural(hypercareDays, 'day') },
            { word: 'Check-ins after go-live', fact: checkIns.map((days) => `${days}`).join(', ') + ' days' },
            { word: 'Renewal reminders', fact: renewalReminders.map((days) => `${days}`).join(', ') + ' days before' },
            {
              word: 'Calendar',
              fact: [calendar.country, calendar.region].filter(Boolean).join('-') || 'The customer’s',
            },
          ]}
        />
      </div>
      <Section title="Which deals it is for">
        <Table
          label="Which deals it is for"
          rows={playbook.selection}
          rowKey={({ why }) => why}
          columns={[
            { key: 'when', head: 'Where', cell: ({ when }) => conditionWords(when) },
            {
              key: 'start',
              head: 'Then',
              cell: ({ start }) => (
                <Tag tone={start ? 'fine' : 'neutral'} icon={start ? 'play' : 'minus'}>
                  {start ? 'Starts an onboarding' : 'Starts no onboarding'}
                </Tag>
              ),
            },
            { key: 'why', head: 'Because', cell: ({ why }) => <span className="soft">{why}</span> },
          ]}
        />
      </Section>
      <Section title="What sales passes on">
        <Table
          label="What sales passes on"
          rows={playbook.handoff.fields}
          rowKey={({ key }) => key}
          columns={[
            {
              key: 'label',
              head: 'Field',
              cell: ({ label, help }) => (
                <>
                  <span className="strong">{label}</span>
                  <span className="cell-sub">{help}</span>
                </>
              ),
            },
            {
              key: 'required',
              head: 'Required',
              cell: ({ required }) => (required ? 'Yes' : <span className="faint">No</span>),
            },
            {
              key: 'crm',
              head: 'In the CRM',
              cell: ({ crm: source }) => (
                <span className="soft">
                  {'field' in source ? `${source.object}, ${source.field}` : plainWords(source.object)}
                </span>
              ),
            },
          ]}
        />
      </Section>
      <Section title="Roles">
        <Table
          label="Roles"
          rows={playbook.roles}
          rowKey={({ role }) => role}
          columns={[
            {
              key: 'label',
              head: 'Role',
              cell: ({ label, side }) => (
                <>
                  <span className="strong">{label}</span> <SideBadge side={side} />
                </>
              ),
            },
            {
              key: 'required',
              head: 'Required',
              cell: ({ required }) => (required ? 'Yes' : <span className="faint">No</span>),
            },
            {
              key: 'from',
              head: 'Filled from',
              cell: ({ fillFrom, contactRoles, namedBy }) => (
                <span className="soft">
                  {fillFrom === 'crm_owner'
                    ? 'the deal’s owner'
                    : fillFrom === 'contact_role'
                      ? `contact role ${contactRoles.join(', ')}`
                      : namedBy
                        ? `named by ${roleWords(namedBy)}`
                        : 'by hand'}
                </span>
              ),
            },
          ]}
        />
      </Section>
      {playbook.integrations.length > 0 && (
        <Section title="Systems to connect">
          <Table
            label="Systems to connect"
            rows={playbook.integrations}
            rowKey={({ key }) => key}
            columns={[
              {
                key: 'name',
                head: 'System',
                cell: ({ name, when }) => (
                  <>
                    <span className="strong">{name}</span>
                    <span className="cell-sub">{when && `only where ${conditionWords(when)}`}</span>
                  </>
                ),
              },
              { key: 'owner', head: 'Owner', cell: ({ owner }) => roleWords(owner) },
              {
                key: 'environments',
                head: 'Environments',
                cell: ({ environments }) => environments.map(plainWords).join(', '),
              },
              {
                key: 'checks',
                head: 'Checks',
                cell: ({ checks }) => <span className="soft">{checks.map(({ name }) => name).join(', ')}</span>,
              },
            ]}
          />
        </Section>
      )}
      <Section title="What the CRM learns">
        <div className="card card-body">
          <Facts
            items={[
              ...Object.entries(crm.stages).map(([status, stage]) => ({
                word: `Stage when ${plainWords(status).toLowerCase()}`,
                fact: stage,
              })),
              ...(crm.renewal
                ? [
                    {
                      word: 'Renewal',
                      fact: `${plural(crm.renewal.termMonths, 'month')} from ${crm.renewal.basis === 'go_live' ? 'go-live' : 'contract start'}${crm.renewal.createDeal ? `, with a deal in ${crm.renewal.pipeline}` : ''}`,
                    },
                  ]
                : []),
              ...Object.entries(crm.fields).map(([value, { object, field }]) => ({
                word: plainWords(value),
                fact: `${object}, ${field}`,
              })),
            ]}
          />
        </div>
      </Section>
    </>
  );
}
