/** Trackers of tickets: Jira Cloud, and any other one behind signed webhooks. */
import { z } from 'zod';
import { webAddress } from './web-address.ts';

const webUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });

export const trackerFields = {
  JIRA_BASE_URL: z.optional(webAddress),
  JIRA_EMAIL: z.optional(z.email()),
  JIRA_API_TOKEN: z.optional(z.string().min(10)),
  JIRA_WEBHOOK_SECRET: z.optional(z.string().min(16)),
  JIRA_PROJECT: z.optional(z.string().regex(/^[A-Z][A-Z0-9_]+$/, 'is not a project key such as ONB')),
  JIRA_ISSUE_TYPE: z.string().default('Task'),
  TRACKER_WEBHOOK_URL: z.optional(webUrl),
  TRACKER_WEBHOOK_SECRET: z.optional(z.string().min(16)),
};
const trackerSchema = z.object(trackerFields);

export interface TrackersConfig {
  jira: {
    baseUrl: string;
    email: string;
    token: string;
    project: string | null;
    issueType: string;
    /** null: changes there are seen by looking, not by being told */
    webhookSecret: string | null;
  } | null;
  webhook: { url: string; secret: string } | null;
}

export const readTrackers = (env: z.infer<typeof trackerSchema>): TrackersConfig => ({
  jira:
    env.JIRA_BASE_URL && env.JIRA_EMAIL && env.JIRA_API_TOKEN
      ? {
          baseUrl: env.JIRA_BASE_URL.replace(/\/+$/, ''),
          email: env.JIRA_EMAIL,
          token: env.JIRA_API_TOKEN,
          project: env.JIRA_PROJECT ?? null,
          issueType: env.JIRA_ISSUE_TYPE,
          webhookSecret: env.JIRA_WEBHOOK_SECRET ?? null,
        }
      : null,
  webhook:
    env.TRACKER_WEBHOOK_URL && env.TRACKER_WEBHOOK_SECRET
      ? { url: env.TRACKER_WEBHOOK_URL, secret: env.TRACKER_WEBHOOK_SECRET }
      : null,
});
