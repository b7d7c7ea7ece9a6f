import { useQueryClient } from '@tanstack/react-query';
import { linkCommand } from '../api/client.ts';
import { taskLinkQuery } from '../api/link-queries.ts';
import { sayProblem } from '../api/use-command.ts';
import { Button } from '../ui/button.tsx';
import { say } from '../ui/toast.tsx';
import type { TaskActionsProps } from './task-actions.tsx';

/** For whoever is asked for what somebody else's task waits for: it is there, or when it will be. */
export function AskedFor({ view, token, onChoose }: TaskActionsProps) {
  const queries = useQueryClient();
  const resolve = async (blockerId: string): Promise<void> => {
    await linkCommand('resolve', token, { blockerId });
    say('Thank you: it goes on');
    await queries.invalidateQueries(taskLinkQuery(token));
  };
  const isOne = view.askedFor.length === 1;
  return (
    <div className="task-bar">
      <div className="task-bar-inner">
        {view.askedFor.map(({ id, what }) => (
          <Button
            key={id}
            look="primary"
            size="large"
            icon="check"
            isWide
            onPress={() => void resolve(id).catch(sayProblem)}
          >
            {isOne ? 'It is resolved' : `Resolved: ${what}`}
          </Button>
        ))}
        <Button size="large" icon="calendar" onPress={() => onChoose('set-expected')}>
          New date
        </Button>
      </div>
    </div>
  );
}
