import { useQueryClient } from '@tanstack/react-query';
import { write } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { say } from '../../ui/toast.tsx';
import { useIsAtLeast } from '../me.tsx';

/** All deals that could not be applied are read and applied anew, as after a fault that they share. */
export function TryAllAgain() {
  const mayChange = useIsAtLeast('member');
  const queries = useQueryClient();
  const replay = async () => {
    await write('replayQuarantined', 'POST', '/inbox/replay', {});
    say('All are tried again in a moment');
    await queries.invalidateQueries({ queryKey: keys.queue });
  };
  return (
    mayChange && (
      <Button icon="refresh" onPress={() => void replay().catch(sayProblem)}>
        Try all again
      </Button>
    )
  );
}
