/** Hints that something has changed, to every process that serves screens. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type LiveEvent, liveEvent } from '../contracts/live-events.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Sql } from './database.ts';

export async function notifyLive(sql: Sql, event: LiveEvent): Promise<void> {
  await sql.query(`SELECT pg_notify('live', $1)`, [JSON.stringify(event)]);
}

export interface LiveListener {
  stop(): Promise<void>;
}

/**
 * One connection of its own listens for the whole process. When it was lost, `onGap` says that events may have been missed.
 */
export function listenLive({
  databaseUrl,
  logger,
  onEvent,
  onGap,
}: {
  databaseUrl: string;
  logger: Logger;
  onEvent: (event: LiveEvent) => void;
  onGap: () => void;
}): LiveListener {
  const stopped = new AbortController();
  const done = listenUntil(stopped.signal);

  async function listenUntil(signal: AbortSignal): Promise<void> {
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      try {
        await listenOnce(signal, () => {
          if (!isFirst) onGap();
        });
      } catch (error) {
        logger.warn({ err: error }, 'Live updates are interrupted; listening again');
        await sleep(1000, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async function listenOnce(signal: AbortSignal, onListening: () => void): Promise<void> {
    const client = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      application_name: 'gangway live',
    });
    const closed = Promise.withResolvers<void>();
    const onNotification = ({ payload }: pg.Notification): void => {
      const event = parse(payload);
      if (event) onEvent(event);
    };
    const onAbort = (): void => closed.resolve();
    client.on('notification', onNotification);
    client.on('error', closed.reject);
    signal.addEventListener('abort', onAbort);
    try {
      await client.connect();
      await client.query('LISTEN live');
      onListening();
      if (!signal.aborted) await closed.promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
      await client.end();
    }
  }

  return {
    async stop() {
      stopped.abort();
      await done;
    },
  };
}

function parse(payload: string | undefined): LiveEvent | null {
  try {
    return liveEvent.safeParse(JSON.parse(payload ?? '')).data ?? null;
  } catch {
    return null;
  }
}
