/** Slack's own fields of what it sends us, as far as we read them. */
import { z } from 'zod';

const id = z.string().min(1).max(64);
const text = z.string().max(40_000);
/** Slack leaves fields out, or says null */
const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null);

export const urlVerificationSchema = z.object({
  type: z.literal('url_verification'),
  challenge: z.string().max(1_000),
});

export const envelopeSchema = z.object({
  type: z.literal('event_callback'),
  team_id: id,
  event_id: id,
  is_ext_shared_channel: z.boolean().default(false),
  event: z.looseObject({ type: z.string().max(100) }),
});

export const homeOpenedSchema = z.object({ user: id, tab: z.string().max(100).default('home') });
export const linkSharedSchema = z.object({
  user: id,
  channel: id,
  message_ts: z.string().max(200),
  source: maybe(z.string().max(100)),
  links: z.array(z.object({ url: text })).max(100),
});
export const tokensRevokedSchema = z.object({ tokens: z.object({ bot: z.array(z.string()).default([]) }) });
export const userChangeSchema = z.object({
  user: z.object({ id, team_id: maybe(id), deleted: z.boolean().default(false) }),
});

const viewSchema = z.object({
  id,
  hash: maybe(z.string().max(200)),
  callback_id: z.string().max(255).default(''),
  private_metadata: z.string().max(3_000).default(''),
  app_installed_team_id: maybe(id),
});
const option = z.object({ value: text });
/** what an input or a menu holds, whichever it is */
const held = {
  value: maybe(text),
  selected_option: maybe(option),
  selected_options: maybe(z.array(option).max(100)),
  selected_date: maybe(z.string().max(40)),
  selected_user: maybe(id),
};
export const heldSchema = z.object(held);
export type Held = z.infer<typeof heldSchema>;

const interaction = {
  team: maybe(z.object({ id })),
  user: z.object({ id, team_id: maybe(id) }),
};
export const blockActionsSchema = z.object({
  type: z.literal('block_actions'),
  ...interaction,
  trigger_id: maybe(z.string().max(200)),
  channel: maybe(z.object({ id })),
  message: maybe(z.object({ ts: z.string().max(100), team: maybe(id) })),
  container: maybe(z.object({ channel_id: maybe(id), message_ts: maybe(z.string().max(100)) })),
  view: maybe(viewSchema),
  actions: z.array(z.object({ action_id: z.string().max(255), action_ts: maybe(z.string().max(100)), ...held })).min(1),
});

/** Typed into a menu of a modal. */
export const suggestionSchema = z.object({
  type: z.literal('block_suggestion'),
  ...interaction,
  action_id: z.string().max(255),
  value: text.default(''),
  view: maybe(viewSchema),
});

export const viewSubmissionSchema = z.object({
  type: z.literal('view_submission'),
  ...interaction,
  view: viewSchema.extend({
    state: z.object({ values: z.record(z.string(), z.record(z.string(), heldSchema)) }).default({ values: {} }),
  }),
});

export const commandSchema = z.object({
  command: z.string().max(100),
  text: text.default(''),
  team_id: id,
  user_id: id,
  channel_id: id,
  trigger_id: z.string().max(200),
  response_url: maybe(z.string().max(2_000)).transform((url) => (url !== null && URL.canParse(url) ? url : null)),
});
