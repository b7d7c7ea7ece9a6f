import { useQuery } from '@tanstack/react-query';
import { systemQuery } from '../../api/queries.ts';
import type { SystemPart } from '../../api/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { Section } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import type { Meaning } from '../../ui/tone.ts';
import { ConnectCrm } from './connect-crm.tsx';
import { ConnectionCard } from './connection-card.tsx';
import { SlackWorkspaces } from './slack-workspaces.tsx';

const partMeaning: Record<SystemPart['state'], Meaning> = {
  on: { word: 'On', tone: 'fine', icon: 'circleCheck' },
  off: { word: 'Off', tone: 'neutral', icon: 'minus' },
  degraded: { word: 'Not fully there', tone: 'attention', icon: 'alert' },
  stopped: { word: 'Stopped', tone: 'late', icon: 'alert' },
  paused: { word: 'Stands still', tone: 'late', icon: 'pause' },
};

/** What is on, off or stale, and since when. */
export function Connections() {
  const query = useQuery(systemQuery);
  return (
    <QueryView query={query} skeleton={<BoneRows rows={6} />}>
      {(status) => (
        <>
          <Section title="CRM connections">
            {status.connections.length === 0 ? (
              <EmptyState icon="integration" title="No CRM is connected">
                Connect one below, or configure it in the environment and start again; `gangway doctor` says what is
                right and wrong.
              </EmptyState>
            ) : (
              status.connections.map((connection) => (
                <ConnectionCard key={connection.id} connection={connection} consentPath={status.hubSpotConnectPath} />
              ))
            )}
            <ConnectCrm hubSpotPath={status.hubSpotConnectPath} />
          </Section>
          <SlackWorkspaces installPath={status.slackInstallPath} />
          <Section title="Parts">
            <Table
              label="Parts"
              rows={status.parts}
              rowKey={({ name }) => name}
              isMuted={({ state }) => state === 'off'}
              columns={[
                { key: 'name', head: 'Part', cell: ({ name }) => <span className="strong">{name}</span> },
                { key: 'state', head: 'State', cell: ({ state }) => <Badge meaning={partMeaning[state]} /> },
                {
                  key: 'detail',
                  head: 'Detail',
                  width: '50%',
                  cell: ({ detail }) => <span className="soft cell-wrap">{detail}</span>,
                },
                { key: 'since', head: 'Since', cell: ({ since }) => <InstantText at={since} /> },
              ]}
            />
            <p className="faint small">Gangway {status.version}</p>
          </Section>
        </>
      )}
    </QueryView>
  );
}
