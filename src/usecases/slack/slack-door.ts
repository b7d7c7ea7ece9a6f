/**
 * The door through which everything from Slack comes into one process, and what becomes of it afterwards: handled at once
 * behind its acknowledgement, and taken up again where a process ended in between, here or in any other process.
 */
import { settleSlackEvent, takeLeftEvent, purgeSlackEvents } from '../../db/slack-events.ts';
import type { SlackDeps, SlackHandlers } from './handler.ts';
import { handleSlackEvent } from './handle-event.ts';
import { slackHandlers } from './handlers.ts';
import { type AtTheDoor, type Received, receiveSlackEvent } from './receive-event.ts';

export interface SlackDoor {
  /** Throws without acknowledging where nothing could be stored. Handling goes on behind it. */
  pass(arrived: AtTheDoor, acknowledge: (body: Received['acknowledgement']) => unknown): Promise<void>;
  /** One look at what was left. @returns how many were taken up */
  takeUp(): Promise<number>;
  /** ends once what is being handled is done */
  close(): Promise<void>;
}

const lookEveryMs = 5_000;
const purgeEveryMs = 3_600_000;

export function createSlackDoor(deps: SlackDeps, handlers: SlackHandlers = slackHandlers): SlackDoor {
  const { db, clock, logger } = deps;
  const underWay = new Set<Promise<unknown>>();
  const track = (work: Promise<unknown>): void => {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  };
  const door: SlackDoor = {
    async pass(arrived, acknowledge) {
      const { acknowledgement, handle } = await receiveSlackEvent(deps, arrived, handlers);
      await acknowledge(acknowledgement);
      if (handle) track(handle());
    },
    async takeUp() {
      let count = 0;
      for (;;) {
        const left = await takeLeftEvent(db);
        if (!left) return count;
        count += 1;
        if ('problem' in left)
          await settleSlackEvent(db, left.id, { state: 'failed', reason: left.problem }, clock.now());
        else await handleSlackEvent(deps, left, handlers);
      }
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      await Promise.allSettled(underWay);
    },
  };
  const every = (ms: number, work: () => Promise<unknown>): NodeJS.Timeout => {
    let isBusy = false;
    return setInterval(() => {
      if (isBusy) return;
      isBusy = true;
      const done = work()
        .catch((error: unknown) => logger.warn({ err: error }, 'What waits from Slack could not be looked at'))
        .finally(() => (isBusy = false));
      track(done);
    }, ms).unref();
  };
  const timers = [every(lookEveryMs, door.takeUp), every(purgeEveryMs, () => purgeSlackEvents(db, clock.now()))];
  return door;
}
