/** What we read of Slack's answers, and nothing more. */
import { z } from 'zod';

export const postedSchema = z.object({ channel: z.string(), ts: z.string() });
export const channelSchema = z.object({ channel: z.object({ id: z.string() }) });
export const invitedSchema = z.object({ invite_id: z.string() });
export const viewSchema = z.object({ view: z.object({ id: z.string(), hash: z.string() }) });
export const permalinkSchema = z.object({ permalink: z.string() });

export const userSchema = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().nullish(),
    /** in Enterprise Grid: the organisation's workspaces that they are in */
    enterprise_user: z.object({ teams: z.array(z.string()).default([]) }).nullish(),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    tz: z.string().nullish(),
    real_name: z.string().nullish(),
    name: z.string().default(''),
    profile: z.object({ email: z.string().nullish(), real_name: z.string().nullish() }).default({}),
  }),
});

export const historySchema = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()).default({}) })
        .optional(),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().default('') }).optional(),
});

export const identitySchema = z.object({
  team_id: z.string(),
  team: z.string(),
  user_id: z.string(),
  bot_id: z.string().optional(),
  response_metadata: z.object({ scopes: z.array(z.string()).default([]) }).default({ scopes: [] }),
});

export const botSchema = z.object({ bot: z.object({ app_id: z.string() }) });
