/** What stands inside blocks, as strictly as Slack reads it: https://docs.slack.dev/reference/block-kit/block-elements */
import { z } from 'zod';
import {
  choices,
  confirm,
  mrkdwn,
  option,
  overflowOption,
  plainText,
  richChoices,
  richOption,
  style,
} from './block-objects.ts';

const action = { action_id: z.string().min(1).max(255).optional() };
const confirmed = { ...action, confirm };
const focused = { focus_on_load: z.boolean().optional() };
const placeheld = { placeholder: plainText(150).optional() };
const menu = { ...confirmed, ...focused, ...placeheld };
const dispatched = {
  ...action,
  ...focused,
  ...placeheld,
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1) })
    .optional(),
};

const several = { max_selected_items: z.number().int().min(1).optional() };
const ids = z.array(z.string());
const type = <T extends string>(name: T) => ({ type: z.literal(name) });

const button = z.strictObject({
  ...type('button'),
  ...confirmed,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: z.string().max(3000).optional(),
  style,
  accessibility_label: z.string().max(75).optional(),
});
const image = z.strictObject({
  ...type('image'),
  image_url: z.string().max(3000).optional(),
  slack_file: z.looseObject({}).optional(),
  alt_text: z.string().max(2000),
});
const overflow = z.strictObject({ ...type('overflow'), ...confirmed, options: z.array(overflowOption).min(1).max(5) });
const datepicker = z.strictObject({ ...type('datepicker'), ...menu, initial_date: z.iso.date().optional() });
const plainTextInput = z.strictObject({
  ...type('plain_text_input'),
  ...dispatched,
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.number().int().min(0).max(3000).optional(),
  max_length: z.number().int().min(1).max(3000).optional(),
});

const selects = [
  z.strictObject({ ...type('static_select'), ...menu, ...choices, initial_option: option.optional() }),
  z.strictObject({
    ...type('external_select'),
    ...menu,
    initial_option: option.optional(),
    min_query_length: z.number().int().min(0).optional(),
  }),
  z.strictObject({ ...type('users_select'), ...menu, initial_user: z.string().optional() }),
  z.strictObject({
    ...type('multi_static_select'),
    ...menu,
    ...several,
    ...choices,
    initial_options: z.array(option).min(1).max(100).optional(),
  }),
  z.strictObject({
    ...type('multi_external_select'),
    ...menu,
    ...several,
    initial_options: z.array(option).min(1).max(100).optional(),
    min_query_length: z.number().int().min(0).optional(),
  }),
  z.strictObject({ ...type('multi_users_select'), ...menu, ...several, initial_users: ids.optional() }),
  z.looseObject({ ...type('conversations_select'), ...menu }),
  z.looseObject({ ...type('channels_select'), ...menu }),
  z.looseObject({ ...type('multi_conversations_select'), ...menu, ...several }),
  z.looseObject({ ...type('multi_channels_select'), ...menu, ...several }),
] as const;
const pickers = [
  datepicker,
  z.strictObject({
    ...type('checkboxes'),
    ...confirmed,
    ...focused,
    ...richChoices,
    initial_options: z.array(richOption).min(1).max(10).optional(),
  }),
  z.strictObject({
    ...type('radio_buttons'),
    ...confirmed,
    ...focused,
    ...richChoices,
    initial_option: richOption.optional(),
  }),
  z.looseObject({ ...type('datetimepicker'), ...confirmed, ...focused }),
  z.looseObject({ ...type('timepicker'), ...menu }),
] as const;
const richTextInput = z.looseObject({ ...type('rich_text_input'), ...dispatched });
const workflowButton = z.looseObject({ ...type('workflow_button'), text: plainText(75) });

export const actionElement = z.discriminatedUnion('type', [
  button,
  overflow,
  workflowButton,
  richTextInput,
  ...selects,
  ...pickers,
]);
export const accessoryElement = z.discriminatedUnion('type', [
  button,
  image,
  overflow,
  workflowButton,
  ...selects,
  ...pickers,
]);
export const inputElement = z.discriminatedUnion('type', [
  plainTextInput,
  richTextInput,
  z.looseObject({ ...type('email_text_input'), ...dispatched }),
  z.looseObject({ ...type('url_text_input'), ...dispatched }),
  z.looseObject({ ...type('number_input'), ...dispatched, is_decimal_allowed: z.boolean() }),
  z.looseObject({ ...type('file_input'), ...action }),
  ...selects,
  ...pickers,
]);
export const contextElement = z.discriminatedUnion('type', [image, plainText(3000), mrkdwn(3000)]);
