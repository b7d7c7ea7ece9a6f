import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { write } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { Connection } from '../../api/types.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Badge, Fact, Tag } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Facts } from '../../ui/page.tsx';
import { say } from '../../ui/toast.tsx';
import type { Meaning } from '../../ui/tone.ts';
import { plainWords, plural, providerWord } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';
import { ConnectionEnds } from './connection-ends.tsx';

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
          , blocked until <InstantText at={blockedUntil} />
        </>
      )}
    </span>
  ));
}

const standing = ({ status, mode }: Connection): Meaning =>
  status !== 'active'
    ? { word: plainWords(status), tone: 'late', icon: 'alert' }
    : mode === 'dry_run'
      ? { word: 'Dry run', tone: 'attention', icon: 'half' }
      : { word: 'Active', tone: 'fine', icon: 'circleCheck' };

export function ConnectionCard({ connection }: { connection: Connection }) {
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
        <ConnectionActions connection={connection} />
      </div>
      {!isActive && (
        <p className="soft">
          Since <InstantText at={connection.statusSince} />: {connection.statusReason ?? 'no reason was given'}. Values
          wait here; none is lost.
        </p>
      )}
      {connection.missingScopes.length > 0 && (
        <p className="soft">
          The consent lacks {connection.missingScopes.join(', ')}. Connect the account again to grant them; until then
          whatever needs them fails.
        </p>
      )}
      {connection.mode === 'dry_run' && (
        <p className="soft">
          Nothing is written to this CRM. What would be written stands in the{' '}
          <Link to="/console/ledger" search={{ connection: connection.id, result: 'rehearsed' }}>
            ledger
          </Link>{' '}
          and waits until the connection goes live; notes and tasks of a dry run are not made up for.
        </p>
      )}
      <Facts
        items={[
          { word: 'Last event', fact: <InstantText at={connection.lastEventAt} none="None yet" /> },
          { word: 'Last compared', fact: <InstantText at={connection.lastReconciledAt} none="Not yet" /> },
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
          { word: 'Calls', fact: <Budget budget={connection.budget} /> },
          {
            word: 'Connected',
            fact: connection.isMadeHere ? `by ${connection.connectedBy ?? 'somebody'}` : 'by the environment',
          },
          ...(connection.scopes.length > 0
            ? [
                {
                  word: 'Scopes',
                  fact: <span title={connection.scopes.join(', ')}>{connection.scopes.length} granted</span>,
                },
              ]
            : []),
        ]}
      />
    </div>
  );
}

function ConnectionActions({ connection }: { connection: Connection }) {
  const { id, status, mode } = connection;
  const isAdmin = useIsAtLeast('admin');
  const queries = useQueryClient();
  const [isPausing, setIsPausing] = useState(false);
  const [reason, setReason] = useState('');
  const path = `/crm/connections/${id}`;
  const done = async (words: string): Promise<void> => {
    say(words);
    await Promise.all([keys.system, keys.ledger].map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
  const resume = async (): Promise<void> => {
    await write('resumeConnection', 'POST', `${path}/resume`, {});
    await done('Going on; waiting values are written');
  };
  const pause = async (): Promise<void> => {
    await write('pauseConnection', 'POST', `${path}/pause`, { reason });
    await done('Paused; events and values wait here');
  };
  const setMode = async (next: Connection['mode']): Promise<void> => {
    await write('setConnectionMode', 'PUT', `${path}/mode`, { mode: next });
    await done(next === 'live' ? 'Live; what waited is written' : 'Dry run; nothing is written from now on');
  };
  if (!isAdmin) return null;
  return (
    <div className="row">
      {status === 'active' ? (
        <>
          <Button onPress={() => void setMode(mode === 'live' ? 'dry_run' : 'live').catch(sayProblem)}>
            {mode === 'live' ? 'Start a dry run' : 'Go live'}
          </Button>
          <Button icon="pause" onPress={() => setIsPausing(true)}>
            Pause
          </Button>
        </>
      ) : (
        connection.hasAccess && (
          <Button icon="play" onPress={() => void resume().catch(sayProblem)}>
            Resume
          </Button>
        )
      )}
      {connection.isMadeHere && <ConnectionEnds connection={connection} />}
      {isPausing && (
        <FormDialog
          title={`Pause ${connection.name}`}
          verb="Pause"
          isIncomplete={reason.trim() === ''}
          onClose={() => setIsPausing(false)}
          onSubmit={pause}
        >
          <p className="soft">Nothing is read from it or written to it until somebody resumes. Nothing is lost.</p>
          <TextField label="Why" value={reason} onChange={setReason} isRequired />
        </FormDialog>
      )}
    </div>
  );
}
