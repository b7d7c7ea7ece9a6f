/** What an answer would do, kept where a person has to agree first. */
import { z } from 'zod';

/** shared where left out */
const visibility = z.enum(['shared', 'internal']).optional();
const command = z.object({
  kind: z.literal('command'),
  name: z.enum(['complete', 'block', 'unblock', 'snooze', 'reassign', 'comment', 'resolve', 'set-expected']),
  taskId: z.string(),
  /** what it is about instead of the task that waits for it */
  blockerId: z.string().optional(),
  input: z.record(z.string(), z.unknown()),
  /** of the words and files that are kept beside what they did */
  visibility,
  /** the rules refused it once: its words and files are kept already */
  isKept: z.boolean().optional(),
});
const comment = z.object({ kind: z.literal('comment'), onboardingId: z.string(), visibility });
const absence = z.object({
  kind: z.literal('absence'),
  personId: z.string(),
  from: z.string().nullable().default(null),
  until: z.string().nullable(),
});
/** it is a comment already, and somebody should answer */
const question = z.object({ kind: z.literal('question') });

export const proposalSchema = z.discriminatedUnion('kind', [command, comment, absence, question]);
export type Proposal = z.infer<typeof proposalSchema>;
export type CommandProposal = z.infer<typeof command>;
