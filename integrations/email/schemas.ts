import { z } from 'zod';

/** What nodemailer's errors carry; which of them are there depends on how far the conversation came. */
export const smtpError = z.object({
  message: z.string().catch('unknown error'),
  code: z.string().optional().catch(undefined),
  /** the command that failed; `CONN` for a broken connection, at whatever stage; `API` when nothing was sent */
  command: z.string().optional().catch(undefined),
  responseCode: z.number().optional().catch(undefined),
  response: z.string().optional().catch(undefined),
});
export type SmtpError = z.infer<typeof smtpError>;

/** RFC 3464, what was done for one recipient. */
export const deliveryAction = z.enum(['failed', 'delayed', 'delivered', 'relayed', 'expanded']);
export type DeliveryAction = z.infer<typeof deliveryAction>;

/** RFC 3463: class, subject, detail. Servers add words behind it. */
export const statusCode = z
  .string()
  .regex(/^[245]\.\d{1,3}\.\d{1,3}/)
  .transform((status) => status.split(/\s/, 1)[0] ?? status);
