/** What the server pushes over `GET /api/v1/events` (SSE): hints to re-read, never data. */
import { z } from 'zod';

export const liveEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('onboarding'), onboardingId: z.uuid(), version: z.number().int() }),
  z.object({ type: z.literal('portfolio') }),
  z.object({ type: z.literal('queue') }),
  z.object({ type: z.literal('ledger') }),
  z.object({ type: z.literal('system') }),
  z.object({ type: z.literal('clock') }),
]);
export type LiveEvent = z.infer<typeof liveEvent>;
