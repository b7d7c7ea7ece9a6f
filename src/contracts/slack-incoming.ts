/** What comes in from Slack in our own words: projected once at the door, stored, and read again when it is handled. */
import { z } from 'zod';

const who = {
  /** the workspace in which we are installed */
  teamId: z.string().min(1),
  userId: z.string().min(1),
  /** of another workspace, in a channel that is shared with it: their profile proves nothing about our people */
  isForeign: z.boolean(),
};
/** a place in a workspace; null: it was in the home tab or in a modal */
const channelId = z.string().nullable();
const view = z.object({ id: z.string(), hash: z.string().nullable(), privateMetadata: z.string() });

/** A press of a button, or a choice in a menu. `value` is whatever came along, never a right. */
export const slackActionSchema = z.object({
  kind: z.literal('action'),
  ...who,
  action: z.string(),
  value: z.string(),
  channelId,
  messageTs: z.string().nullable(),
  view: view.nullable(),
  /** opens a modal within three seconds, once */
  triggerId: z.string(),
});

/** A modal that was sent; `values` by block id, one input in each block. */
export const slackSubmissionSchema = z.object({
  kind: z.literal('submission'),
  ...who,
  modal: z.string(),
  view,
  values: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])),
});

export const slackCommandSchema = z.object({
  kind: z.literal('command'),
  ...who,
  command: z.string(),
  text: z.string(),
  channelId: z.string(),
  triggerId: z.string(),
  /** answers them where they are, also where we are not; for half an hour */
  responseUrl: z.string().nullable().default(null),
});

/** Somebody types in a menu that looks things up; asked and answered, never stored. */
export interface SlackSuggestion {
  teamId: string;
  userId: string;
  /** its `action_id` */
  menu: string;
  text: string;
}

const event = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({ kind: z.literal('event'), type: z.literal(type), ...shape });
export const slackEventSchema = z.discriminatedUnion('type', [
  event('app_home_opened', { ...who, tab: z.string() }),
  event('link_shared', {
    ...who,
    channelId: z.string(),
    messageTs: z.string(),
    /** seen by people of other workspaces as well */
    isSharedChannel: z.boolean(),
    urls: z.array(z.string()),
  }),
  event('app_uninstalled', { teamId: who.teamId }),
  event('tokens_revoked', { teamId: who.teamId, isBot: z.boolean() }),
  event('user_change', { ...who, isDeactivated: z.boolean() }),
]);

export const slackIncomingSchema = z.union([
  slackActionSchema,
  slackSubmissionSchema,
  slackCommandSchema,
  slackEventSchema,
]);

export type SlackPress = z.infer<typeof slackActionSchema>;
export type SlackSubmission = z.infer<typeof slackSubmissionSchema>;
export type SlackCommand = z.infer<typeof slackCommandSchema>;
export type SlackEvent = z.infer<typeof slackEventSchema>;
export type SlackEventOf<T extends SlackEvent['type']> = Extract<SlackEvent, { type: T }>;
export type SlackIncoming = z.infer<typeof slackIncomingSchema>;
/** Who it was, where it was somebody. */
export type SlackWho = Pick<SlackPress, 'teamId' | 'userId' | 'isForeign'>;
