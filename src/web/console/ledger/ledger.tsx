import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { deadLettersQuery, systemQuery } from '../../api/queries.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Switch } from '../../ui/tabs.tsx';
import { DeadLetters } from './dead-letters.tsx';
import { ConnectionFilter, LedgerFilters } from './ledger-filters.tsx';
import { LedgerList } from './ledger-list.tsx';

const route = getRouteApi('/console/ledger');

export function Ledger() {
  const { connection } = route.useSearch();
  const connections = useQuery(systemQuery).data?.connections;
  const isUnknown = connection !== undefined && connections?.every(({ id }) => id !== connection);
  return isUnknown ? <NoSuchConnection /> : <KnownLedger />;
}

function NoSuchConnection() {
  return (
    <Page title="Sync ledger">
      <EmptyState
        icon="integration"
        title="There is no such connection"
        action={
          <Link to="/console/ledger" className={buttonClass({})}>
            See the whole ledger
          </Link>
        }
      >
        The address names a CRM connection that Gangway does not know.
      </EmptyState>
    </Page>
  );
}

function KnownLedger() {
  const now = route.useSearch();
  const { view, connection, direction, result, actor, search, from, to } = now;
  const navigate = route.useNavigate();
  const set = (change: typeof now) => void navigate({ search: { ...now, ...change }, replace: true });
  const failed = useQuery(deadLettersQuery()).data?.total ?? 0;
  const filter = { connectionId: connection, direction, result, actor, search, from, to };
  const asQuery = new URLSearchParams(
    Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ).toString();
  return (
    <Page
      title="Sync ledger"
      actions={
        <a className={buttonClass({})} href={`/api/v1/ledger.csv${asQuery === '' ? '' : `?${asQuery}`}`} download>
          <Icon name="download" /> Export as CSV
        </a>
      }
    >
      <div className="toolbar">
        <Switch
          label="What to see"
          value={view ?? 'all'}
          onChange={(key) => set({ view: key === 'dead' ? 'dead' : undefined })}
          choices={[
            { key: 'all', label: 'Everything' },
            {
              key: 'dead',
              label: (
                <>
                  Failed for good <span className="faint">{failed}</span>
                </>
              ),
            },
          ]}
        />
        {view === 'dead' && <ConnectionFilter now={now} set={set} />}
      </div>
      {view === 'dead' ? (
        <DeadLetters connectionId={connection} />
      ) : (
        <>
          <LedgerFilters now={now} set={set} />
          <LedgerList filter={filter} hasOnboarding lookBackTo={(day) => set({ from: day })} />
        </>
      )}
    </Page>
  );
}
