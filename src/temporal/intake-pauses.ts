/** When an intake is worth a signal: for what is new at once, for what it left where it was later and later. */
import type { WaitingEvents } from '../db/inbox.ts';

const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

interface Signalled {
  newest: string;
  at: number;
  pauseMs: number;
}

export interface IntakePauses {
  isDue(waiting: WaitingEvents, now: number): boolean;
  noteSignalled(waiting: WaitingEvents, now: number): void;
  /** whose events were all read begins anew */
  keep(waiting: WaitingEvents[]): void;
}

export function createIntakePauses(): IntakePauses {
  const last = new Map<string, Signalled>();
  return {
    isDue({ connectionId, newest }, now) {
      const before = last.get(connectionId);
      return before?.newest !== newest || now - before.at >= before.pauseMs;
    },
    noteSignalled({ connectionId, newest }, now) {
      const before = last.get(connectionId);
      const pauseMs = before?.newest === newest ? Math.min(longestPauseMs, before.pauseMs * 2) : firstPauseMs;
      last.set(connectionId, { newest, at: now, pauseMs });
    },
    keep(waiting) {
      const ids = new Set(waiting.map(({ connectionId }) => connectionId));
      for (const connectionId of last.keys()) if (!ids.has(connectionId)) last.delete(connectionId);
    },
  };
}
