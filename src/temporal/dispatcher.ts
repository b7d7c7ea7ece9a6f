/**
 * Carries the outbox to Temporal. One worker at a time leads (an advisory lock that dies with its connection); a crash
 * between signal and removal signals again, which a workflow does not notice.
 */
import type { Client } from '@temporalio/client';
import { AppError } from '../errors.ts';
import { tryToLead } from '../db/leader.ts';
import { connectionsWithPendingEvents } from '../db/inbox.ts';
import type { Database } from '../db/database.ts';
import {
  digestRounds,
  enqueue,
  type OutboxEntry,
  postpone,
  priorityAtOnce,
  readOutbox,
  removeDelivered,
  workflowIdOf,
  workflowOf,
} from '../db/outbox.ts';
import type { Logger } from '../telemetry/logger.ts';
import { createIntakePauses } from './intake-pauses.ts';
import { signalChanged } from './start-workflow.ts';

export interface DispatcherDeps {
  db: Database;
  databaseUrl: string;
  client: Client;
  logger: Logger;
}
export interface Dispatcher {
  isLeading(): boolean;
  lastDeliveredAt(): Date | null;
  stop(): Promise<void>;
}

const leaderLock = 7_201_001;
const pollMs = 1_000;
const batchSize = 200;
const inFlight = 24;
/**
 * Changes to one onboarding, and wishes to one person, become one signal within this time, as do new events of one
 * connection. The others, and what must be at once, go as fast as they can.
 */
const coalesceMs = ({ process, priority }: OutboxEntry): number => {
  if (process === 'onboarding' || process === 'person_digest') return priority > priorityAtOnce ? 1_000 : 20;
  return process === 'crm_intake' ? 50 : 20;
};
/** While a connection's events are still being read, what is to be written back fills batches. */
const collectMs = 5_000;
const longestCoalesceMs = collectMs;

export function startDispatcher({ db, databaseUrl, client, logger }: DispatcherDeps): Dispatcher {
  let stopped = false;
  let leading = false;
  let delivered: Date | null = null;
  let wake: () => void = () => undefined;
  let poked = false;
  const lastSignalled = new Map<string, number>();
  let wereWaiting: string[] = [];
  const pauses = createIntakePauses();

  const poke = (): void => {
    poked = true;
    wake();
  };
  const idle = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (poked || stopped) return resolve();
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const deliver = async (entry: OutboxEntry): Promise<boolean> => {
    try {
      await signalChanged(client, entry);
      lastSignalled.set(entry.workflowId, performance.now());
      return true;
    } catch (error) {
      logger.warn({ workflowId: entry.workflowId, err: error }, 'Temporal did not take a signal; it is offered again');
      return false;
    }
  };

  /** @returns ms until the next look is worth it */
  const drain = async (): Promise<number> => {
    const [events, read] = await Promise.all([connectionsWithPendingEvents(db), readOutbox(db, batchSize)]);
    const now = performance.now();
    const waiting = events.map(({ connectionId }) => connectionId);
    pauses.keep(events);
    // whose events were all read is signalled at once when the next comes
    for (const id of wereWaiting) if (!waiting.includes(id)) lastSignalled.delete(workflowIdOf('crm_intake', id));
    wereWaiting = waiting;
    const begun = events.filter((one) => pauses.isDue(one, now));
    const intakes = begun.map(({ connectionId }): OutboxEntry => ({
      ...workflowOf('crm_intake', connectionId),
      priority: 2,
      sequence: '0',
    }));
    const isFresh = (entry: OutboxEntry): boolean => {
      const isCollected = entry.process === 'crm_sync' && waiting.includes(entry.subjectId);
      return now - (lastSignalled.get(entry.workflowId) ?? -Infinity) < (isCollected ? collectMs : coalesceMs(entry));
    };
    const due = [...intakes, ...read].filter((entry) => !isFresh(entry));
    const failed: string[] = [];
    const done: OutboxEntry[] = [];
    for (let start = 0; start < due.length; start += inFlight) {
      const slice = due.slice(start, start + inFlight);
      const results = await Promise.all(slice.map(deliver));
      slice.forEach((entry, index) => (results[index] ? done.push(entry) : failed.push(entry.workflowId)));
      if (failed.length > 0) break;
    }
    for (const one of begun)
      if (done.some(({ workflowId }) => workflowId === workflowIdOf('crm_intake', one.connectionId)))
        pauses.noteSignalled(one, now);
    await removeDelivered(
      db,
      done.filter((entry) => entry.sequence !== '0'),
    );
    if (done.length > 0) delivered = new Date();
    if (failed.length > 0) {
      await postpone(db, failed, 2);
      throw new AppError('temporal_unavailable', { message: 'Temporal takes no signals' });
    }
    for (const [id, at] of lastSignalled) if (now - at > longestCoalesceMs) lastSignalled.delete(id);
    if (read.length === batchSize && done.length > 0) return 0;
    return read.length + intakes.length > due.length ? 25 : pollMs;
  };

  const lead = async (): Promise<void> => {
    const leadership = await tryToLead({ databaseUrl, lockId: leaderLock, channel: 'outbox', onNotice: poke });
    if (!leadership) return;
    let isLost = false;
    leadership.onLost(() => {
      isLost = true;
      poke();
    });
    leading = true;
    try {
      // it never ends; whoever leads sees to it that it has begun
      await enqueue(db, [digestRounds]);
      while (!stopped && !isLost) {
        poked = false;
        await idle(await drain());
      }
    } finally {
      leading = false;
      await leadership.end().catch((error: unknown) => logger.debug({ err: error }, 'The listener was gone already'));
    }
  };

  const running = (async () => {
    while (!stopped) {
      try {
        await lead();
      } catch (error) {
        logger.warn({ err: error }, 'The dispatcher lost its database or Temporal and tries again');
      }
      poked = false;
      await idle(pollMs);
    }
  })();

  return {
    isLeading: () => leading,
    lastDeliveredAt: () => delivered,
    async stop() {
      stopped = true;
      poke();
      await running;
    },
  };
}
