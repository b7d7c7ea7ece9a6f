/** The part of Block Kit that the sandbox page shows, each block with all its other fields. */
import { z } from 'zod';

const textSchema = z.looseObject({ type: z.enum(['plain_text', 'mrkdwn']), text: z.string() });
export const sandboxSlackOptionSchema = z.looseObject({ value: z.string(), text: textSchema });
const groupSchema = z.looseObject({ label: textSchema, options: z.array(sandboxSlackOptionSchema) });
const action = { action_id: z.string(), placeholder: textSchema.optional() };

const elementSchema = z.discriminatedUnion('type', [
  z.looseObject({
    ...action,
    type: z.literal('button'),
    text: textSchema,
    url: z.string().optional(),
    style: z.enum(['primary', 'danger']).optional(),
  }),
  z.looseObject({ ...action, type: z.literal('overflow'), options: z.array(sandboxSlackOptionSchema) }),
  z.looseObject({
    ...action,
    type: z.literal('static_select'),
    options: z.array(sandboxSlackOptionSchema).optional(),
    option_groups: z.array(groupSchema).optional(),
    initial_option: sandboxSlackOptionSchema.optional(),
  }),
  z.looseObject({
    ...action,
    type: z.literal('external_select'),
    initial_option: sandboxSlackOptionSchema.optional(),
  }),
  z.looseObject({ ...action, type: z.literal('users_select'), initial_user: z.string().optional() }),
  z.looseObject({ ...action, type: z.literal('datepicker'), initial_date: z.string().optional() }),
  z.looseObject({
    ...action,
    type: z.literal('plain_text_input'),
    multiline: z.boolean().optional(),
    max_length: z.number().optional(),
    initial_value: z.string().optional(),
  }),
]);

const named = { block_id: z.string() };

export const sandboxSlackBlockSchema = z.discriminatedUnion('type', [
  z.looseObject({ ...named, type: z.literal('header'), text: textSchema }),
  z.looseObject({ ...named, type: z.literal('divider') }),
  z.looseObject({ ...named, type: z.literal('context'), elements: z.array(textSchema) }),
  z.looseObject({
    ...named,
    type: z.literal('section'),
    text: textSchema.optional(),
    fields: z.array(textSchema).optional(),
    accessory: elementSchema.optional(),
  }),
  z.looseObject({ ...named, type: z.literal('actions'), elements: z.array(elementSchema) }),
  z.looseObject({
    ...named,
    type: z.literal('input'),
    label: textSchema,
    hint: textSchema.optional(),
    optional: z.boolean().optional(),
    element: elementSchema,
  }),
  /** Slack shows it; the page names it */
  z.looseObject({ ...named, type: z.literal('unknown'), name: z.string() }),
]);
export type SandboxSlackBlock = z.output<typeof sandboxSlackBlockSchema>;
export type SandboxSlackOption = z.output<typeof sandboxSlackOptionSchema>;
export type SandboxSlackElement = z.output<typeof elementSchema>;
