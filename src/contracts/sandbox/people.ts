/** Who works at the sandbox's company, below /sandbox/api/people, and who may sign in to its CRMs, below their `/users`. */
import { z } from 'zod';

export const sandboxPeopleSchema = z.object({
  people: z.array(z.object({ name: z.string(), email: z.string(), staffRole: z.string() })),
});

/** users of a CRM added or changed, by their address */
export const changeSandboxUsersSchema = z.strictObject({
  users: z
    .array(
      z.strictObject({
        email: z.email(),
        firstName: z.string().max(40).default(''),
        lastName: z.string().min(1).max(80),
        isActive: z.boolean().default(true),
      }),
    )
    .min(1)
    .max(1_000),
});
