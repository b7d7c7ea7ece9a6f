/** Keeps one Socket Mode connection among all processes, for as long as this one lives; Slack would share events among many. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Leadership, tryToLead } from '../../db/leader.ts';
import type { Logger } from '../../telemetry/logger.ts';

export interface FollowSocketDeps {
  databaseUrl: string;
  /** connects again by itself what breaks, until it is stopped */
  socket: { start(): Promise<void>; stop(): Promise<void> };
  logger: Logger;
}
export interface SocketFollower {
  stop(): Promise<void>;
}

const lockId = 7_201_003;
const againMs = 5_000;

export function followSocket({ databaseUrl, socket, logger }: FollowSocketDeps): SocketFollower {
  const stopping = new AbortController();
  const lead = async (leadership: Leadership): Promise<void> => {
    try {
      await socket.start();
      logger.info({}, 'Slack’s events come by Socket Mode');
      await new Promise<void>((resolve) => {
        leadership.onLost(resolve);
        stopping.signal.addEventListener('abort', () => resolve(), { once: true });
        if (stopping.signal.aborted) resolve();
      });
    } finally {
      await socket.stop().catch((error: unknown) => logger.debug({ err: error }, 'The socket was closed already'));
      await leadership.end().catch((error: unknown) => logger.debug({ err: error }, 'The lock was gone already'));
    }
  };
  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        const leadership = await tryToLead({ databaseUrl, lockId });
        if (leadership) await lead(leadership);
      } catch (error) {
        logger.warn({ err: error }, 'Slack’s socket could not be opened; it is tried again');
      }
      await pause(againMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
