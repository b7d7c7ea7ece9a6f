import { useQuery, useQueryClient } from '@tanstack/react-query';
import { write } from '../../api/client.ts';
import { keys, quarantineQuery } from '../../api/queries.ts';
import type { QuarantinedEvent, QueueItem } from '../../api/types.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { SidePanel } from '../../ui/dialog.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';
import { providerWord } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';
import { CloseEvent } from './close-event.tsx';

/** An event that could not be read, or whose deal could not be applied, as it came; all others went on. */
export function QuarantinePanel({ item, onClose }: { item: QueueItem; onClose: () => void }) {
  const query = useQuery(quarantineQuery);
  return (
    <SidePanel title={item.title} onClose={onClose}>
      <QueryView query={query} skeleton={<BoneRows rows={4} />}>
        {({ items }) => {
          const events = item.subjectId === null ? items : items.filter(({ id }) => id === item.subjectId);
          return (
            <div className="stack">
              {events.length === 0 ? (
                <p className="soft">It was closed meanwhile.</p>
              ) : (
                events.map((event) => <Event key={event.id} event={event} title={item.title} onClosed={onClose} />)
              )}
            </div>
          );
        }}
      </QueryView>
    </SidePanel>
  );
}

function Event({ event, title, onClosed }: { event: QuarantinedEvent; title: string; onClosed: () => void }) {
  const mayChange = useIsAtLeast('member');
  const queries = useQueryClient();
  const over = async (words: string) => {
    say(words);
    // it waits no more, and cannot be read again
    onClosed();
    await queries.invalidateQueries({ queryKey: keys.queue });
  };
  const replay = async () => {
    await write('replayQuarantined', 'POST', '/inbox/replay', { eventId: event.id });
    await over('Tried again in a moment');
  };
  const dismiss = async (reason: string) => {
    await write('dismissQuarantined', 'POST', `/inbox/${event.id}/dismiss`, { reason });
    await over('Closed');
  };
  return (
    <section className="stack">
      <h2>{event.canReplay ? title : `Event from ${providerWord(event.provider)}`}</h2>
      <p>{event.reason}</p>
      <p className="faint small">
        Received <InstantText at={event.receivedAt} />. It was acknowledged and kept.{' '}
        {event.canReplay
          ? 'Its deal could not be read or applied: an onboarding may not have started, or not have followed its deal. Tried again, the deal is read anew, as it is in the CRM then.'
          : 'It could not be read, so nothing was done with it. What it told of is found by the next look through the CRM.'}
      </p>
      <pre className="payload">{JSON.stringify(event.payload, null, 2)}</pre>
      {mayChange && (
        <div className="row">
          {event.canReplay && (
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
