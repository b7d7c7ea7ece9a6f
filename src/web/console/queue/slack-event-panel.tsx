import { useQuery, useQueryClient } from '@tanstack/react-query';
import { write } from '../../api/client.ts';
import { failedSlackEventQuery, keys } from '../../api/queries.ts';
import type { FailedSlackEvent, QueueItem } from '../../api/types.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { SidePanel } from '../../ui/dialog.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';
import { useIsAtLeast } from '../me.tsx';
import { CloseEvent } from './close-event.tsx';

/** What somebody did in Slack, or Slack told, and could not be handled: why, and as it came. */
export function SlackEventPanel({ item, onClose }: { item: QueueItem; onClose: () => void }) {
  const query = useQuery(failedSlackEventQuery(item.subjectId ?? ''));
  return (
    <SidePanel title={item.title} onClose={onClose}>
      <QueryView query={query} skeleton={<BoneRows rows={4} />}>
        {(event) => <Event event={event} onClosed={onClose} />}
      </QueryView>
    </SidePanel>
  );
}

function Event({ event, onClosed }: { event: FailedSlackEvent; onClosed: () => void }) {
  const mayChange = useIsAtLeast('member');
  const queries = useQueryClient();
  const { id, what, person, workspace, attempts, canReplay, receivedAt, payload } = event;
  const over = async (words: string) => {
    say(words);
    // it is no failed event any more, and cannot be read again
    onClosed();
    await queries.invalidateQueries({ queryKey: keys.queue });
  };
  const replay = async () => {
    await write('replaySlackEvent', 'POST', `/slack-events/${id}/replay`);
    await over('Tried again in a moment');
  };
  const dismiss = async (reason: string) => {
    await write('dismissSlackEvent', 'POST', `/slack-events/${id}/dismiss`, { reason });
    await over('Closed');
  };
  return (
    <section className="stack">
      <h2>{what}</h2>
      <p>{event.reason}</p>
      <p className="faint small">
        {person !== null && `${person}${workspace === null ? '' : `, ${workspace}`}. `}Received{' '}
        <InstantText at={receivedAt} />
        {attempts > 1 && <>, tried {attempts} times</>}. It was acknowledged and kept.
        {canReplay && ' Tried again, it is done in their name, by what they may now.'}
      </p>
      <pre className="payload">{JSON.stringify(payload, null, 2)}</pre>
      {mayChange && (
        <div className="row">
          {canReplay && (
            <Button look="primary" icon="refresh" onPress={() => void replay().catch(sayProblem)}>
              Try again
            </Button>
          )}
          <CloseEvent onDismiss={dismiss} />
        </div>
      )}
    </section>
  );
}
