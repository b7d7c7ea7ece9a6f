import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { write } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { Connection } from '../../api/types.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { say } from '../../ui/toast.tsx';
import { useIsAtLeast } from '../me.tsx';
import { ConnectionEnds } from './connection-ends.tsx';
import { NewSecret } from './new-secret.tsx';

/** What administrators do with a connection. */
export function ConnectionActions({ connection, consentPath }: { connection: Connection; consentPath: string | null }) {
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
      <NewSecret connection={connection} consentPath={consentPath} />
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
