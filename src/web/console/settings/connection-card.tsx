import { Link } from '@tanstack/react-router';
import type { Connection } from '../../api/types.ts';
import { Badge, Fact, Tag } from '../../ui/badge.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { Facts } from '../../ui/page.tsx';
import type { Meaning } from '../../ui/tone.ts';
import { capital, plainWords, plural, providerWord } from '../../ui/words.ts';
import { ConnectionActions } from './connection-actions.tsx';
import { DealSearch } from './deal-search.tsx';
import { standstill } from './standstill.ts';
import { WonSince } from './won-since.tsx';

/** How far behind it is: the lag is the age of the oldest. */
function Waiting({ count, since }: { count: number; since: string | null }) {
  if (since === null) return count;
  return (
    <>
      {count}
      <span className="cell-sub">
        the oldest from <InstantText at={since} />
      </span>
    </>
  );
}

const limitWords: Record<string, string> = { burst: 'At once', daily: 'Today', search: 'Searches' };

function Budget({ budget }: { budget: Connection['budget'] }) {
  return budget.map(({ limitClass, left, capacity, blockedUntil }) => (
    <span key={limitClass} className="cell-sub">
      {limitWords[limitClass] ?? plainWords(limitClass)}: {Math.floor(left).toLocaleString('en-GB')} of{' '}
      {capacity.toLocaleString('en-GB')} left
      {blockedUntil && (
        <>
          ; goes on <InstantText at={blockedUntil} isReal isAwaited />
        </>
      )}
    </span>
  ));
}

const remedy = ({ provider, isByConsent }: Connection): string =>
  provider === 'salesforce'
    ? 'Give our user the permission set “Gangway integration”.'
    : isByConsent
      ? 'Connect the account again to grant it.'
      : 'Add it to the private app’s scopes; its token stays the same.';

const standing = ({ status, mode }: Connection): Meaning =>
  status !== 'active'
    ? { word: plainWords(status), tone: 'late', icon: 'alert' }
    : mode === 'dry_run'
      ? { word: 'Dry run', tone: 'attention', icon: 'half' }
      : { word: 'Active', tone: 'fine', icon: 'circleCheck' };

/** What we may do there, all of it by name on request. */
function Access({ connection: { scopes, missingScopes, actsAs, provider } }: { connection: Connection }) {
  if (scopes.length === 0) return <span className="faint">Not looked at yet</span>;
  return (
    <details>
      <summary>
        {missingScopes.length > 0
          ? `${missingScopes.length} missing`
          : provider === 'hubspot'
            ? 'All that is needed'
            : 'All objects that are needed'}
        {actsAs !== null && <span className="cell-sub cell-wrap">as {actsAs}</span>}
      </summary>
      <span className="cell-sub cell-wrap">{scopes.join(', ')}</span>
    </details>
  );
}

function Connected({ connection }: { connection: Connection }) {
  const { isMadeHere, isInEnvironment, connectedBy, connectedAt } = connection;
  if (!isMadeHere) return isInEnvironment ? 'by the environment' : 'nothing to sign in with';
  return (
    <>
      by {connectedBy ?? 'somebody'}, <InstantText at={connectedAt} />
      {isInEnvironment && <span className="cell-sub">the environment’s variables are ignored</span>}
    </>
  );
}

export function ConnectionCard({ connection, consentPath }: { connection: Connection; consentPath: string | null }) {
  const isActive = connection.status === 'active';
  return (
    <div className="card card-body stack">
      <div className="spread">
        <div className="row">
          <h3>{connection.name}</h3>
          <Badge meaning={standing(connection)} />
          {!connection.name.includes(connection.accountId) && (
            <Tag>
              {providerWord(connection.provider)} {connection.accountId}
            </Tag>
          )}
        </div>
        <ConnectionActions connection={connection} consentPath={consentPath} />
      </div>
      {!isActive && (
        <p className="soft">
          <span className="strong">
            {capital(standstill(connection).what)} since <InstantText at={connection.statusSince} isSince />.
          </span>{' '}
          {standstill(connection).next}
          {connection.status === 'revoked' && connection.statusReason && (
            <span className="cell-sub cell-wrap">It said: {connection.statusReason}</span>
          )}
        </p>
      )}
      {connection.missingScopes.length > 0 && (
        <p className="soft">
          We lack {connection.missingScopes.join(', ')}; whatever needs that fails. {remedy(connection)}
        </p>
      )}
      {connection.mode === 'dry_run' && (
        <p className="soft">
          Nothing is written to this CRM. What would be written stands in the{' '}
          <Link to="/console/ledger" search={{ connection: connection.id, result: 'rehearsed' }}>
            ledger
          </Link>{' '}
          and waits until the connection goes live; renewals are made then, notes and tasks of a dry run are not.
        </p>
      )}
      <Facts
        items={[
          { word: 'Last answer', fact: <InstantText at={connection.lastAnsweredAt} none="None yet" isReal /> },
          { word: 'Last event', fact: <InstantText at={connection.lastEventAt} none="None yet" /> },
          {
            word: 'Last compared',
            fact: (
              <>
                <InstantText at={connection.lastReconciledAt} none="Not yet" isReal />
                {connection.nextReconcileAt && (
                  <span className="cell-sub">
                    {connection.lastReconciledAt ? 'again' : 'for the first time'}{' '}
                    <InstantText at={connection.nextReconcileAt} isReal isAwaited />
                  </span>
                )}
              </>
            ),
          },
          {
            word: 'Events waiting',
            fact: <Waiting count={connection.pendingEvents} since={connection.oldestEventAt} />,
          },
          {
            word: 'Values waiting',
            fact: <Waiting count={connection.pendingWrites} since={connection.oldestWriteAt} />,
          },
          {
            word: 'Failed writes',
            fact:
              connection.failedWrites === 0 ? (
                0
              ) : (
                <Fact tone="late" icon="alert">
                  <Link to="/console/ledger" search={{ view: 'dead', connection: connection.id }}>
                    {plural(connection.failedWrites, 'value')}
                  </Link>
                </Fact>
              ),
          },
          ...(connection.stoppedFields === 0
            ? []
            : [
                {
                  word: 'CRM fields',
                  fact: (
                    <Fact tone="late" icon="pause">
                      <Link to="/console/settings/mapping" search={{ connection: connection.id }}>
                        {connection.stoppedFields} stopped
                      </Link>
                    </Fact>
                  ),
                },
              ]),
          { word: 'Calls', fact: <Budget budget={connection.budget} /> },
          { word: 'Looks for deals', fact: <DealSearch connection={connection} /> },
          { word: 'Won deals start', fact: <WonSince connection={connection} /> },
          { word: 'We may', fact: <Access connection={connection} /> },
          { word: 'Connected', fact: <Connected connection={connection} /> },
        ]}
      />
    </div>
  );
}
