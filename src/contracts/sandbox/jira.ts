/** What the sandbox page and tests may do to the sandbox Jira, below /sandbox/api/jira. Jira itself has nothing of this. */
import { z } from 'zod';

export const sandboxIssueSchema = z.object({
  key: z.string(),
  summary: z.string(),
  status: z.string(),
  isDone: z.boolean(),
  duedate: z.string().nullable(),
  taskId: z.string().nullable(),
});
export const sandboxIssuesSchema = z.object({ issues: z.array(sandboxIssueSchema) });

export const changeSandboxIssueSchema = z.strictObject({
  status: z.enum(['To Do', 'In Progress', 'Won’t do', 'Done']).optional(),
  duedate: z.iso.date().nullable().optional(),
});

export const sandboxJiraFaultSchema = z.strictObject({
  kind: z.enum(['away', 'unclear', 'throttled', 'broken', 'revoked']),
  method: z.enum(['GET', 'POST', 'PUT']).optional(),
  /** absent: until it is taken back */
  times: z.number().int().min(1).optional(),
});
export type SandboxJiraFault = z.output<typeof sandboxJiraFaultSchema>;
export const setSandboxJiraFaultSchema = z.strictObject({ fault: sandboxJiraFaultSchema.nullable() });
