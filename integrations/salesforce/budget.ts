/** The organisation's calls in 24 hours are everybody's: the last of them are left to others. */
import type { Logger } from '../../src/telemetry/logger.ts';
import type { RateGate } from '../ports.ts';
import type { Answer } from './http.ts';

/** of the whole organisation's limit */
const leftToOthers = 0.05;
const pauseMs = 15 * 60_000;
const noteEveryMs = 30_000;

export interface Budget {
  /** never throws: the answer that it came with counts, whatever becomes of this */
  note(answer: Answer): Promise<void>;
}

/** Goes by the header that every answer carries: `Sforce-Limit-Info: api-usage=18/15000`, with our own share beside it at times. */
export function watchBudget(gate: RateGate, logger: Logger | null): Budget {
  let notedAt = Number.NEGATIVE_INFINITY;
  const keep = async (budget: { used: number; limit: number }): Promise<void> => {
    await gate.noteDaily?.(budget);
    if (budget.used < budget.limit * (1 - leftToOthers)) return;
    logger?.warn(budget, 'The Salesforce organisation has hardly any calls left; we pause');
    await gate.block('daily', pauseMs);
  };
  return {
    async note({ headers }) {
      const [, used, limit] = /(?:^|[;,\s])api-usage=(\d+)\/(\d+)/.exec(headers['sforce-limit-info'] ?? '') ?? [];
      if (used === undefined || limit === undefined || performance.now() - notedAt < noteEveryMs) return;
      notedAt = performance.now();
      await keep({ used: Number(used), limit: Number(limit) }).catch((err: unknown) =>
        logger?.warn({ err }, 'How many calls Salesforce has left could not be noted'),
      );
    },
  };
}
