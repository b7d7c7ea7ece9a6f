import { useQueryClient } from '@tanstack/react-query';
import { write } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { Body } from '../../api/types.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { say } from '../../ui/toast.tsx';
import { plural } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';

/** Tries failed writes again, for whoever may. */
export function Replay({ what, word = 'Try again' }: { what: Body<'replayFailedWrites'>; word?: string }) {
  const queries = useQueryClient();
  const mayReplay = useIsAtLeast('member');
  const replay = async (): Promise<void> => {
    const { replayed } = await write('replayFailedWrites', 'POST', '/ledger/replay', what);
    say(replayed === 0 ? 'Nothing is left to try again' : `${plural(replayed, 'write')} will be tried again`);
    await Promise.all([keys.ledger, keys.queue].map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
  if (!mayReplay) return null;
  return (
    <Button icon="refresh" size="small" onPress={() => void replay().catch(sayProblem)}>
      {word}
    </Button>
  );
}
