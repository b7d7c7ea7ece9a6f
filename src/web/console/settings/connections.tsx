import { useQuery, useQueryClient } from '@tanstack/react-query';
import { write } from '../../api/client.ts';
import { keys, systemQuery } from '../../api/queries.ts';
import { sayProblem } from '../../api/use-command.ts';
import type { Connection, SystemPart } from '../../api/types.ts';
import { Badge, Fact, Tag } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { say } from '../../ui/toast.tsx';
import type { Meaning } from '../../ui/tone.ts';
import { plainWords, plural, providerWord } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';
import { ConnectSlack } from './connect-slack.tsx';

const partMeaning: Record<SystemPart['state'], Meaning> = {
  on: { word: 'On', tone: 'fine', icon: 'circleCheck' },
  off: { word: 'Off', tone: 'neutral', icon: 'minus' },
  degraded: { word: 'Not fully there', tone: 'attention', icon: 'alert' },
  stopped: { word: 'Stopped', tone: 'late', icon: 'alert' },
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
                Set HUBSPOT_ACCESS_TOKEN and HUBSPOT_CLIENT_SECRET and start again; `gangway doctor` says what is right
                and wrong.
              </EmptyState>
            ) : (
              status.connections.map((connection) => <ConnectionCard key={connection.id} connection={connection} />)
            )}
          </Section>
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
            <ConnectSlack installPath={status.slackInstallPath} />
            <p className="faint small">Gangway {status.version}</p>
          </Section>
        </>
      )}
    </QueryView>
  );
}

function Budget({ budget }: { budget: Connection['budget'] }) {
  return budget.map(({ limitClass, left, capacity, blockedUntil }) => (
    <span key={limitClass} className="cell-sub">
      {limitClass}: {Math.floor(left)} of {capacity} calls left
      {blockedUntil && (
        <>
          , blocked until <InstantText at={blockedUntil} />
        </>
      )}
    </span>
  ));
}

function ConnectionCard({ connection }: { connection: Connection }) {
  const isAdmin = useIsAtLeast('admin');
  const queries = useQueryClient();
  const isActive = connection.status === 'active';
  const resume = async () => {
    await write('resumeConnection', 'POST', `/crm/connections/${connection.id}/resume`, {});
    say('Going on; waiting values are written');
    await queries.invalidateQueries({ queryKey: keys.system });
  };
  return (
    <div className="card card-body stack">
      <div className="spread">
        <div className="row">
          <h3>{connection.name}</h3>
          <Badge
            meaning={
              isActive
                ? { word: 'Active', tone: 'fine', icon: 'circleCheck' }
                : { word: plainWords(connection.status), tone: 'late', icon: 'alert' }
            }
          />
          {!connection.name.includes(connection.accountId) && (
            <Tag>
              {providerWord(connection.provider)} {connection.accountId}
            </Tag>
          )}
        </div>
        {!isActive && isAdmin && (
          <Button icon="play" onPress={() => void resume().catch(sayProblem)}>
            Resume
          </Button>
        )}
      </div>
      {!isActive && (
        <p className="soft">
          Since <InstantText at={connection.statusSince} />: {connection.statusReason ?? 'no reason was given'}. Values
          wait here; none is lost.
        </p>
      )}
      <Facts
        items={[
          { word: 'Last event', fact: <InstantText at={connection.lastEventAt} none="None yet" /> },
          { word: 'Last compared', fact: <InstantText at={connection.lastReconciledAt} none="Not yet" /> },
          { word: 'Events waiting', fact: connection.pendingEvents },
          { word: 'Values waiting', fact: connection.pendingWrites },
          {
            word: 'Failed writes',
            fact:
              connection.failedWrites === 0 ? (
                0
              ) : (
                <Fact tone="late" icon="alert">
                  {plural(connection.failedWrites, 'value')}
                </Fact>
              ),
          },
          { word: 'Calls', fact: <Budget budget={connection.budget} /> },
        ]}
      />
    </div>
  );
}
