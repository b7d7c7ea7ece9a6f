import { useQuery, useQueryClient } from '@tanstack/react-query';
import { write } from '../../api/client.ts';
import { keys, quarantineQuery } from '../../api/queries.ts';
import type { QuarantinedEvent, QueueItem } from '../../api/types.ts';
import { InstantText } from '../../ui/date-text.tsx';
import { SidePanel } from '../../ui/dialog.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';
import { providerWord } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';
import { CloseEvent } from './close-event.tsx';

/** A signed event that could not be read, as it came; the rest of its batch went on. */
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
                events.map((event) => <Event key={event.id} event={event} onClosed={onClose} />)
              )}
            </div>
          );
        }}
      </QueryView>
    </SidePanel>
  );
}

function Event({ event, onClosed }: { event: QuarantinedEvent; onClosed: () => void }) {
  const mayChange = useIsAtLeast('member');
  const queries = useQueryClient();
  const dismiss = async (reason: string) => {
    await write('dismissQuarantined', 'POST', `/inbox/${event.id}/dismiss`, { reason });
    say('Closed');
    await queries.invalidateQueries({ queryKey: keys.queue });
    onClosed();
  };
  return (
    <section className="stack">
      <h2>Event from {providerWord(event.provider)}</h2>
      <p>{event.reason}</p>
      <p className="faint small">
        Received <InstantText at={event.receivedAt} />. It was acknowledged and kept; nothing was done with it.
      </p>
      <pre className="payload">{JSON.stringify(event.payload, null, 2)}</pre>
      {mayChange && (
        <div>
          <CloseEvent onDismiss={dismiss} />
        </div>
      )}
    </section>
  );
}
