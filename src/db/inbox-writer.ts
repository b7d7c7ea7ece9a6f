/**
 * Deliveries that arrive while a statement is under way are stored together by the next one. Nobody is acknowledged
 * before the commit that holds their events; alone, a delivery waits for nothing.
 */
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import { type ReceivedEvent, storeReceived } from './inbox.ts';

export interface InboxWriter {
  store(received: ReceivedEvent[]): Promise<void>;
}

const statementsAtOnce = 2;
const eventsPerStatement = 500;

interface Waiting {
  received: ReceivedEvent[];
  settle: PromiseWithResolvers<void>;
}

export function createInboxWriter(db: Database, clock: Clock): InboxWriter {
  const waiting: Waiting[] = [];
  let underWay = 0;

  const takeBatch = (): Waiting[] => {
    const batch: Waiting[] = [];
    for (
      let events = 0;
      waiting.length > 0 && (batch.length === 0 || events + (waiting[0]?.received.length ?? 0) <= eventsPerStatement);
    ) {
      const next = waiting.shift();
      if (!next) break;
      batch.push(next);
      events += next.received.length;
    }
    return batch;
  };

  const flush = async (): Promise<void> => {
    underWay += 1;
    const batch = takeBatch();
    try {
      await storeReceived(
        db,
        batch.flatMap(({ received }) => received),
        clock.now(),
      );
      for (const { settle } of batch) settle.resolve();
    } catch (error) {
      for (const { settle } of batch) settle.reject(error);
    } finally {
      underWay -= 1;
      if (waiting.length > 0) void flush();
    }
  };

  return {
    store(received) {
      const settle = Promise.withResolvers<void>();
      waiting.push({ received, settle });
      if (underWay < statementsAtOnce) void flush();
      return settle.promise;
    },
  };
}
