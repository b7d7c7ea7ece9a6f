import type { Query, QueryClient } from '@tanstack/react-query';
import type { LiveEvent } from '../../contracts/live-events.ts';
import { keys } from './queries.ts';

const isLiveEvent = (value: unknown): value is LiveEvent =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  (value.type !== 'onboarding' || ('onboardingId' in value && typeof value.onboardingId === 'string'));

/** An event is only a hint to read again; one that cannot be read costs nothing. */
function parse(data: string): LiveEvent | null {
  try {
    const event: unknown = JSON.parse(data);
    return isLiveEvent(event) ? event : null;
  } catch {
    return null;
  }
}

function onEvent(queries: QueryClient, event: LiveEvent): void {
  const again = (queryKey: readonly unknown[]) => void queries.invalidateQueries({ queryKey });
  switch (event.type) {
    case 'onboarding':
      again(keys.onboarding(event.onboardingId));
      return;
    case 'portfolio':
      again(keys.portfolio);
      return;
    case 'queue':
      again(keys.queue);
      return;
    case 'ledger':
      again(keys.ledger);
      return;
    case 'system':
      again(keys.system);
      return;
    case 'clock':
      void queries.invalidateQueries();
  }
}

/**
 * All that stands on the screen, also what is on its way, may be from before the events began: nobody told of changes
 * then. What was refused has nothing to show while it is asked again, so it stays unless that was for the lost connection.
 */
async function readAgain(queries: QueryClient, wasLost: boolean): Promise<void> {
  const early = new Set(queries.getQueryCache().findAll({ fetchStatus: 'fetching', predicate: hasNoData }));
  await queries.invalidateQueries({ predicate: (query) => wasLost || !wasRefused(query) });
  await queries.invalidateQueries({ predicate: (query) => early.has(query) && !wasRefused(query) });
}
const hasNoData = ({ state }: Query): boolean => state.data === undefined;
const wasRefused = ({ state }: Query): boolean => state.status === 'error';

/**
 * Keeps the screens current while somebody sees them. The browser reconnects by itself. A page that is hidden, or was left
 * and is kept for *back*, holds no connection: without HTTP/2 a browser has six of them for all its tabs.
 */
export function followLiveEvents(queries: QueryClient, onLive: (isLive: boolean) => void): () => void {
  let source: EventSource | null = null;
  let wasLost = false;
  const begin = (): void => {
    source = new EventSource('/api/v1/events');
    source.addEventListener('open', () => {
      void readAgain(queries, wasLost);
      wasLost = false;
      onLive(true);
    });
    source.addEventListener('error', () => {
      wasLost = true;
      onLive(false);
    });
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const event = parse(data);
      if (event) onEvent(queries, event);
    });
  };
  const end = (): void => {
    source?.close();
    source = null;
  };
  const look = (): void => {
    if (document.visibilityState === 'hidden') {
      wasLost ||= source !== null;
      end();
    } else if (source === null) begin();
  };
  look();
  document.addEventListener('visibilitychange', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    end();
  };
}
