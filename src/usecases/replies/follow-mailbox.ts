/**
 * Reads the mailbox for as long as the process lives: one reader among all processes (an advisory lock that dies with
 * its connection), connected again with growing pauses. A mail and the position behind it are stored together, so that
 * a crash reads it again at most, and it is then known.
 */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FetchedMail, MailboxPort } from '../../../integrations/ports-mail.ts';
import type { Clock } from '../../db/clock.ts';
import type { Database } from '../../db/database.ts';
import { type Leadership, tryToLead } from '../../db/leader.ts';
import { findMailboxPosition, noteMailboxFailure, storeMailboxPosition } from '../../db/mailbox-positions.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { receiveMail } from './receive-mail.ts';
import { refuseLargeMail } from './refuse-large-mail.ts';

export interface FollowDeps {
  db: Database;
  clock: Clock;
  databaseUrl: string;
  mailbox: MailboxPort;
  maxBytes: number;
  logger: Logger;
  /** before connecting again; the last one stays */
  pausesMs?: readonly number[];
}
export interface MailboxFollower {
  stop(): Promise<void>;
}

const lockId = 7_201_002;
const defaultPausesMs = [1_000, 2_000, 5_000, 15_000, 60_000];
const otherLeadsMs = 5_000;

export function followMailbox(deps: FollowDeps): MailboxFollower {
  const { logger, mailbox, pausesMs = defaultPausesMs } = deps;
  const stopping = new AbortController();
  let failures = 0;

  const lead = async (leadership: Leadership): Promise<void> => {
    const ending = new AbortController();
    const end = (): void => ending.abort();
    leadership.onLost(end);
    stopping.signal.addEventListener('abort', end, { once: true });
    // an abort that came before tells no listener
    if (stopping.signal.aborted) end();
    try {
      await mailbox.follow({
        position: await findMailboxPosition(deps.db, mailbox.name),
        onMail: (mail) => take(deps, mail),
        async onReady(position) {
          failures = 0;
          await storeMailboxPosition(deps.db, mailbox.name, position, deps.clock.now());
        },
        signal: ending.signal,
      });
    } finally {
      stopping.signal.removeEventListener('abort', end);
      await leadership.end().catch((error: unknown) => logger.debug({ err: error }, 'The lock was gone already'));
    }
  };

  const running = (async () => {
    while (!stopping.signal.aborted) {
      let waitMs = otherLeadsMs;
      try {
        const leadership = await tryToLead({ databaseUrl: deps.databaseUrl, lockId });
        if (leadership) {
          waitMs = pausesMs[0] ?? 0;
          await lead(leadership);
        }
      } catch (error) {
        waitMs = pausesMs[Math.min(failures, pausesMs.length - 1)] ?? 0;
        failures += 1;
        await tell(deps, error);
      }
      await pause(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();

  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function take({ db, clock, mailbox, maxBytes }: FollowDeps, mail: FetchedMail): Promise<void> {
  const now = clock.now();
  await db.transaction(async (tx) => {
    if (mail.raw) await receiveMail(tx, { source: 'imap', raw: mail.raw, recipient: null }, now);
    else
      await refuseLargeMail(
        tx,
        {
          dedupeKey: createHash('sha256')
            .update(`too large\n${mail.messageId ?? ''}\n${mail.size}`)
            .digest('hex'),
          source: 'imap',
          recipient: null,
          size: mail.size,
          from: mail.from,
          subject: mail.subject,
        },
        { maxBytes, left: 'it stays in the mailbox' },
        now,
      );
    await storeMailboxPosition(tx, mailbox.name, mail.position, now);
  });
}

/** Seen in the logs and under settings; the database may be what is away. */
async function tell({ db, clock, mailbox, logger }: FollowDeps, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  logger.warn({ mailbox: mailbox.name, err: error }, 'The mailbox for answers cannot be read; tried again');
  await noteMailboxFailure(db, mailbox.name, reason, clock.now()).catch((second: unknown) =>
    logger.debug({ err: second }, 'That could not be noted either'),
  );
}
