import type { LiveEvent } from '../../contracts/live-events.ts';

/** Lists are re-read at most so often, however much changes. */
const listEveryMs = 700;
/** One onboarding's changes within this time are one hint. */
const onboardingEveryMs = 80;

/** A change of an onboarding also concerns portfolio and queue; bursts become one hint each. */
export function createCoalescer(send: (event: LiveEvent) => void): { push(event: LiveEvent): void; stop(): void } {
  const waiting = new Map<string, { event: LiveEvent; timer: NodeJS.Timeout }>();
  const later = (key: string, event: LiveEvent, delayMs: number): void => {
    const known = waiting.get(key);
    if (known) {
      known.event = event;
      return;
    }
    const timer = setTimeout(() => {
      const entry = waiting.get(key);
      waiting.delete(key);
      if (entry) send(entry.event);
    }, delayMs).unref();
    waiting.set(key, { event, timer });
  };
  return {
    push(event) {
      switch (event.type) {
        case 'onboarding':
          later(event.onboardingId, event, onboardingEveryMs);
          later('portfolio', { type: 'portfolio' }, listEveryMs);
          later('queue', { type: 'queue' }, listEveryMs);
          return;
        case 'portfolio':
        case 'queue':
        case 'ledger':
        case 'system':
          later(event.type, event, listEveryMs);
          return;
        case 'clock':
          send(event);
      }
    },
    stop() {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
