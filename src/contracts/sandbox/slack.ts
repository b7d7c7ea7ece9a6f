/** What the sandbox page and tests may do to the sandbox Slack, below /sandbox/api/slack. Slack itself has nothing of this. */
import { z } from 'zod';
import { sandboxSlackBlockSchema, sandboxSlackOptionSchema } from './slack-blocks.ts';

const blocksSchema = z.array(sandboxSlackBlockSchema);
const idSchema = z.string().min(1).max(100);

/** `outside`: the workspace does not know them */
export const sandboxSlackStandings = ['member', 'deactivated', 'outside'] as const;
export const sandboxSlackPersonSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  standing: z.enum(sandboxSlackStandings),
});
export type SandboxSlackPerson = z.output<typeof sandboxSlackPersonSchema>;

export const sandboxSlackMessageSchema = z.object({
  /** by Slack's clock, which is real */
  ts: z.string(),
  /** by the business clock */
  at: z.string(),
  /** who wrote it: a person, or `bot.userId` */
  userId: z.string(),
  text: z.string(),
  blocks: blocksSchema,
  editedAt: z.string().nullable(),
  /** by address */
  unfurls: z.record(z.string(), z.object({ blocks: blocksSchema })),
});
export type SandboxSlackMessage = z.output<typeof sandboxSlackMessageSchema>;

export const sandboxSlackConversationSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** with whom the app's direct messages are; null: a channel */
  userId: z.string().nullable(),
  memberIds: z.array(z.string()),
  isPrivate: z.boolean(),
  isArchived: z.boolean(),
  messageCount: z.number(),
  /** the newest so many, oldest first */
  messages: z.array(sandboxSlackMessageSchema),
});
export type SandboxSlackConversation = z.output<typeof sandboxSlackConversationSchema>;

/** seen by one person alone */
export const sandboxSlackEphemeralSchema = z.object({
  id: z.string(),
  at: z.string(),
  channelId: z.string(),
  userId: z.string(),
  text: z.string(),
  blocks: blocksSchema,
});

export const sandboxSlackViewSchema = z.object({
  id: z.string(),
  hash: z.string(),
  type: z.enum(['modal', 'home']),
  userId: z.string(),
  callbackId: z.string(),
  title: z.string(),
  /** what its buttons say; null: it has none */
  submit: z.string().nullable(),
  close: z.string().nullable(),
  blocks: blocksSchema,
});
export type SandboxSlackView = z.output<typeof sandboxSlackViewSchema>;

/** `http_timeout`: the acknowledgement did not come within three seconds */
export const sandboxSlackFailures = ['http_timeout', 'connection_failed', 'http_error'] as const;
export const sandboxSlackDeliverySchema = z.object({
  id: z.string(),
  at: z.string(),
  path: z.enum(['events', 'interactions', 'commands', 'options']),
  /** as `block_actions task_done` or `app_home_opened` */
  what: z.string(),
  /** from 1; events come again, interactions and commands do not */
  attempt: z.number(),
  /** null: no answer came */
  status: z.number().nullable(),
  failure: z.enum(sandboxSlackFailures).nullable(),
  tookMs: z.number(),
});
export type SandboxSlackDelivery = z.output<typeof sandboxSlackDeliverySchema>;

/**
 * `away` drops the connection before anything is done, `unclear` afterwards; `slow` answers late; the others refuse by
 * Slack's words.
 */
export const sandboxSlackFaultKinds = [
  'away',
  'unclear',
  'slow',
  'throttled',
  'revoked',
  'archived',
  'deactivated',
] as const;
export const sandboxSlackFaultSchema = z.strictObject({
  kind: z.enum(sandboxSlackFaultKinds),
  /** of the Web API, as `chat.postMessage`; absent: every one */
  method: z
    .string()
    .regex(/^[a-z]+(\.[a-zA-Z]+)+$/)
    .optional(),
  /** absent: until it is taken back */
  times: z.number().int().min(1).max(10_000).optional(),
  /** of `slow` */
  delayMs: z.number().int().min(0).max(120_000).optional(),
  /** of `throttled` */
  retryAfterSeconds: z.number().int().min(1).max(3_600).optional(),
});
export type SandboxSlackFault = z.output<typeof sandboxSlackFaultSchema>;
/** in the place of all that were set before */
export const sandboxSlackFaultsSchema = z.strictObject({ faults: z.array(sandboxSlackFaultSchema).max(50) });

export const sandboxSlackAppStates = ['installed', 'uninstalled', 'revoked'] as const;
/** `installed` again after either of the others: the same token is taken again */
export const setSandboxSlackAppSchema = z.strictObject({ state: z.enum(sandboxSlackAppStates) });

export const sandboxSlackQuerySchema = z.strictObject({
  /** of each conversation */
  messages: z.coerce.number().int().min(1).max(5_000).default(50),
});
export const sandboxSlackSchema = z.object({
  team: z.object({ id: z.string(), name: z.string() }),
  bot: z.object({ userId: z.string(), name: z.string() }),
  app: z.enum(sandboxSlackAppStates),
  people: z.array(sandboxSlackPersonSchema),
  /** where something was said last comes first */
  conversations: z.array(sandboxSlackConversationSchema),
  ephemerals: z.array(sandboxSlackEphemeralSchema),
  /** home tabs that were published, and modals that are open; of several modals of one person the last is on top */
  views: z.array(sandboxSlackViewSchema),
  /** to other companies, through Slack Connect */
  invitations: z.array(z.object({ id: z.string(), channelId: z.string(), email: z.string() })),
  /** newest first */
  deliveries: z.array(sandboxSlackDeliverySchema),
  faults: z.array(sandboxSlackFaultSchema),
});
export type SandboxSlackWorkspace = z.output<typeof sandboxSlackSchema>;

/** What an input, a menu or a picker holds, in Slack's form. */
export const sandboxSlackHeldSchema = z.strictObject({
  /** known from the block; not needed */
  type: z.string().optional(),
  value: z.string().max(40_000).nullish(),
  selected_option: z.looseObject({ value: z.string() }).nullish(),
  selected_options: z.array(z.looseObject({ value: z.string() })).nullish(),
  selected_date: z.iso.date().nullish(),
  selected_user: idSchema.nullish(),
});
export type SandboxSlackHeld = z.output<typeof sandboxSlackHeldSchema>;

/** A button pressed or a menu chosen from, in a message, or in a modal or home tab. */
export const pressInSandboxSlackSchema = z.strictObject({
  userId: idSchema,
  in: z.union([z.strictObject({ channelId: idSchema, ts: idSchema }), z.strictObject({ viewId: idSchema })]),
  /** several elements of a message may have the same action id, each in a block of its own */
  blockId: z.string().max(255).optional(),
  actionId: z.string().min(1).max(255),
  held: sandboxSlackHeldSchema.optional(),
});
/** by block id and action id */
export const submitSandboxSlackViewSchema = z.strictObject({
  values: z.record(z.string(), z.record(z.string(), sandboxSlackHeldSchema)),
});
export const sandboxSlackCommandSchema = z.strictObject({
  userId: idSchema,
  /** absent: where the app's direct messages are */
  channelId: idSchema.optional(),
  command: z
    .string()
    .regex(/^\/[a-z0-9-]+$/)
    .default('/gangway'),
  text: z.string().max(4_000).default(''),
});
/** What somebody types in a menu of a modal that looks things up. */
export const askSandboxSlackMenuSchema = z.strictObject({
  actionId: z.string().min(1).max(255),
  value: z.string().max(1_000),
});
export const shareSandboxSlackLinkSchema = z.strictObject({ userId: idSchema, url: z.url({ protocol: /^https?$/ }) });
export const openSandboxSlackHomeSchema = z.strictObject({ userId: idSchema });
export const addSandboxSlackPersonSchema = z.strictObject({ name: z.string().min(1).max(200), email: z.email() });
export const changeSandboxSlackPersonSchema = z.strictObject({ standing: z.enum(sandboxSlackStandings) });
export const changeSandboxSlackConversationSchema = z.strictObject({ isArchived: z.boolean() });

/** How the app acknowledged the first attempt. */
export const sandboxSlackAnswerSchema = z.object({
  status: z.number().nullable(),
  failure: z.enum(sandboxSlackFailures).nullable(),
});
/** What the app offers in a menu; none where it did not answer. */
export const sandboxSlackOptionsSchema = sandboxSlackAnswerSchema.extend({
  options: z.array(sandboxSlackOptionSchema),
});
/** `errors`: the modal stays open, each stands at the block of its id; `failed`: it stays open, Slack could not connect. */
export const sandboxSlackSubmissionSchema = sandboxSlackAnswerSchema.extend({
  outcome: z.enum(['closed', 'errors', 'updated', 'pushed', 'failed']),
  errors: z.record(z.string(), z.string()),
});
