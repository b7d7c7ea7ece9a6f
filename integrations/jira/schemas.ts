/** What we read of Jira's answers (REST API v3), and nothing more. */
import { z } from 'zod';

export const failureSchema = z.object({
  errorMessages: z.array(z.string()).default([]),
  errors: z.record(z.string(), z.string()).default({}),
});

export const createdSchema = z.object({ id: z.string(), key: z.string() });

const statusSchema = z.object({
  name: z.string(),
  /** new | indeterminate | done, whatever the workflow calls its statuses */
  statusCategory: z.object({ key: z.string() }),
});

export const issueSchema = z.object({
  key: z.string(),
  fields: z.object({ status: statusSchema, duedate: z.iso.date().nullish() }),
  changelog: z
    .object({
      histories: z.array(
        z.object({ created: z.string(), items: z.array(z.object({ field: z.string().default('') })) }),
      ),
    })
    .optional(),
});
export type JiraIssue = z.output<typeof issueSchema>;

export const foundSchema = z.object({
  issues: z.array(z.object({ key: z.string(), fields: z.object({ status: statusSchema }) })),
});

export const transitionsSchema = z.object({
  transitions: z.array(
    z.object({ id: z.string(), name: z.string(), hasScreen: z.boolean().default(false), to: statusSchema }),
  ),
});
export type Transition = z.output<typeof transitionsSchema>['transitions'][number];

export const webhookSchema = z.object({
  webhookEvent: z.string(),
  issue: z.object({ key: z.string() }).optional(),
  changelog: z
    .object({ items: z.array(z.object({ field: z.string().default(''), fromString: z.string().nullish() })) })
    .optional(),
});
