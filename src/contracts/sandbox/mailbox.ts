/** What the sandbox page and tests may do to the sandbox mailbox, below /sandbox/api/mailbox. */
import { z } from 'zod';

export const sandboxMailSummarySchema = z.object({
  id: z.string(),
  receivedAt: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  messageId: z.string().nullable(),
  preview: z.string(),
});
export const sandboxMailSchema = sandboxMailSummarySchema.extend({
  /** of the SMTP envelope: bounces go there */
  envelope: z.object({ from: z.string(), to: z.array(z.string()) }),
  html: z.string().nullable(),
  text: z.string().nullable(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  links: z.array(z.object({ url: z.string(), label: z.string() })),
});
export const sandboxMailListSchema = z.object({ mails: z.array(sandboxMailSummarySchema) });

/**
 * For one address, or all. `refuse` (nobody is there), `policy` and `defer` answer RCPT or DATA so; `drop` cuts the connection after the mail was
 * taken, before the answer; `bounce` takes the mail and reports it undeliverable afterwards.
 */
export const sandboxMailFaultSchema = z.strictObject({
  id: z.string().optional(),
  address: z.string().nullish(),
  kind: z.enum(['refuse', 'policy', 'defer', 'drop', 'slow', 'bounce']),
  at: z.enum(['rcpt', 'data']).default('rcpt'),
  delayMs: z.number().int().min(0).max(120_000).default(3_000),
  times: z.number().int().positive().nullish(),
});
export type SandboxMailFault = z.infer<typeof sandboxMailFaultSchema>;
export const sandboxMailFaultsSchema = z.strictObject({ rules: z.array(sandboxMailFaultSchema).max(50).default([]) });

/** An answer to a mail. `isSpoofed`: the receiving host found that somebody else sent it. */
export const sandboxReplySchema = z.strictObject({
  text: z.string().max(100_000),
  from: z.email().optional(),
  isSpoofed: z.boolean().default(false),
  isAutomatic: z.boolean().default(false),
  attachment: z.strictObject({ name: z.string().max(200), base64: z.string().max(30_000_000) }).optional(),
});
export const sandboxReplyAnswerSchema = z.object({ sentTo: z.string(), status: z.number() });

export const sandboxBounceSchema = z.object({
  id: z.string(),
  at: z.string(),
  recipient: z.string(),
  sentTo: z.string(),
  messageId: z.string().nullable(),
  raw: z.string(),
  status: z.number().nullable(),
  error: z.string().nullable(),
});
export const sandboxBounceListSchema = z.object({ bounces: z.array(sandboxBounceSchema) });
export const sandboxMailCountersSchema = z.object({
  connections: z.number(),
  accepted: z.number(),
  refused: z.number(),
  deferred: z.number(),
  dropped: z.number(),
  bounced: z.number(),
});
