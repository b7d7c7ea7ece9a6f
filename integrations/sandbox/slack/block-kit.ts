/** Blocks and views as strictly as Slack reads them: https://docs.slack.dev/reference/block-kit/blocks */
import { z } from 'zod';
import { accessoryElement, actionElement, contextElement, inputElement } from './block-elements.ts';
import { anyText, plainText } from './block-objects.ts';

const block = { block_id: z.string().max(255).optional() };
const type = <T extends string>(name: T) => ({ type: z.literal(name), ...block });
/** Known to Slack, of a form that nobody here uses. */
const known = <T extends string>(name: T) => z.looseObject(type(name));

const section = z
  .strictObject({
    ...type('section'),
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessoryElement.optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, {
    path: ['text'],
    error: 'missing required field: text',
  });

export const blockSchema = z.discriminatedUnion('type', [
  section,
  z.strictObject(type('divider')),
  z.strictObject({ ...type('header'), text: plainText(150) }),
  z.strictObject({ ...type('context'), elements: z.array(contextElement).min(1).max(10) }),
  z.strictObject({ ...type('actions'), elements: z.array(actionElement).min(1).max(25) }),
  z.strictObject({
    ...type('input'),
    label: plainText(2000),
    element: inputElement,
    hint: plainText(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
  }),
  z.strictObject({
    ...type('image'),
    image_url: z.string().max(3000).optional(),
    slack_file: z.looseObject({}).optional(),
    alt_text: z.string().max(2000),
    title: plainText(2000).optional(),
  }),
  known('context_actions'),
  known('file'),
  known('markdown'),
  known('rich_text'),
  known('table'),
  known('video'),
]);

const anyView = {
  blocks: z.array(z.unknown()).max(100),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};
export const viewSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...anyView,
    type: z.literal('modal'),
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
  }),
  z.strictObject({ ...anyView, type: z.literal('home') }),
]);
