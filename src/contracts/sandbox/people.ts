/** Who works at the sandbox's company, below /sandbox/api/people. */
import { z } from 'zod';

export const sandboxPeopleSchema = z.object({
  people: z.array(z.object({ name: z.string(), email: z.string(), staffRole: z.string() })),
});
