/** Texts, options and the like: https://docs.slack.dev/reference/block-kit/composition-objects */
import { z } from 'zod';

export const plainText = (longest: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(longest),
    emoji: z.boolean().optional(),
  });
export const mrkdwn = (longest: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(longest), verbatim: z.boolean().optional() });
export const anyText = (longest: number) => z.discriminatedUnion('type', [plainText(longest), mrkdwn(longest)]);

export const style = z.enum(['primary', 'danger']).optional();
export const confirm = z
  .strictObject({
    title: plainText(100).optional(),
    text: anyText(300),
    confirm: plainText(30).optional(),
    deny: plainText(30).optional(),
    style,
  })
  .optional();

const optionOf = <T extends z.ZodType>(text: T) =>
  z.strictObject({ text, value: z.string().min(1).max(150), description: plainText(75).optional() });
export const option = optionOf(plainText(75));
export const richOption = optionOf(anyText(75));
export const overflowOption = option.extend({ url: z.string().max(3000).optional() });
const group = z.strictObject({ label: plainText(75), options: z.array(option).min(1).max(100) });
export const choices = {
  options: z.array(option).min(1).max(100).optional(),
  option_groups: z.array(group).min(1).max(100).optional(),
};
export const richChoices = { options: z.array(richOption).min(1).max(10) };
