import type { QueryClient } from '@tanstack/react-query';
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

/** Keeps the screens current. The browser reconnects by itself; what was missed meanwhile is read again. */
export function followLiveEvents(queries: QueryClient, onLive: (isLive: boolean) => void): () => void {
  const source = new EventSource('/api/v1/events');
  let wasLost = false;
  source.addEventListener('open', () => {
    if (wasLost) void queries.invalidateQueries();
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
  return () => source.close();
}
