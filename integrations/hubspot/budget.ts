/** The account's calls of a day, as the answers to a private app tell them; those to a consent tell none. */
import { z } from 'zod';
import type { Logger } from '../../src/telemetry/logger.ts';
import type { RateGate } from '../ports.ts';

const noteEveryMs = 30_000;

const answerSchema = z.object({
  headers: z.object({
    'x-hubspot-ratelimit-daily': z.coerce.number().positive(),
    'x-hubspot-ratelimit-daily-remaining': z.coerce.number().nonnegative(),
  }),
});

export function watchBudget(gate: RateGate, logger: Logger | null): { note<Response>(response: Response): Response } {
  let notedAt = Number.NEGATIVE_INFINITY;
  return {
    note(response) {
      if (!gate.noteDaily || performance.now() - notedAt < noteEveryMs) return response;
      const told = answerSchema.safeParse(response);
      if (!told.success) return response;
      notedAt = performance.now();
      const { 'x-hubspot-ratelimit-daily': limit, 'x-hubspot-ratelimit-daily-remaining': left } = told.data.headers;
      gate
        .noteDaily({ used: Math.max(0, limit - left), limit })
        .catch((err: unknown) => logger?.warn({ err }, 'How many calls HubSpot has left could not be noted'));
      return response;
    },
  };
}
