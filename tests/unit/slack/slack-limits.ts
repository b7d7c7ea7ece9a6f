/** Slack's published limits, read from the outside: what a message breaks of them. */
import { z } from 'zod';
import type { SlackBlock } from '../../../integrations/ports-slack.ts';

const textObject = z.strictObject({
  type: z.enum(['mrkdwn', 'plain_text']),
  text: z.string().min(1),
  verbatim: z.boolean().optional(),
  emoji: z.boolean().optional(),
});
const plainText = (max: number) =>
  textObject.extend({ type: z.literal('plain_text'), text: z.string().min(1).max(max) });
const button = z.strictObject({
  type: z.literal('button'),
  action_id: z.string().min(1).max(255),
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: z.string().max(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});
const blockSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('section'), text: textObject.extend({ text: z.string().min(1).max(3000) }) }),
  z.strictObject({ type: z.literal('header'), text: plainText(150) }),
  z.strictObject({ type: z.literal('context'), elements: z.array(textObject).min(1).max(10) }),
  z.strictObject({ type: z.literal('divider') }),
  z.strictObject({
    type: z.literal('actions'),
    block_id: z.string().max(255),
    elements: z.array(button).min(1).max(25),
  }),
]);

export function limitsBroken(blocks: SlackBlock[]): string[] {
  const broken = blocks.flatMap((block, index) => {
    const parsed = blockSchema.safeParse(block);
    return parsed.success ? [] : [`${index}: ${parsed.error.message}`];
  });
  if (blocks.length > 50) broken.push(`${blocks.length} blocks`);
  const characters = JSON.stringify(blocks).length;
  if (characters > 12_000) broken.push(`${characters} characters`);
  const ids = blocks.flatMap(({ block_id: id }) => (typeof id === 'string' ? [id] : []));
  if (new Set(ids).size < ids.length) broken.push('a block_id stands twice');
  for (const { elements } of blocks.filter(({ type }) => type === 'actions')) {
    const actionIds = z
      .array(button)
      .parse(elements)
      .map(({ action_id }) => action_id);
    if (new Set(actionIds).size < actionIds.length) broken.push('an action_id stands twice');
  }
  return broken;
}

export const textsIn = (blocks: SlackBlock[]): string[] =>
  blocks.flatMap((block) => {
    const parsed = blockSchema.parse(block);
    if (parsed.type === 'section' || parsed.type === 'header') return [parsed.text.text];
    return parsed.type === 'context' ? parsed.elements.map(({ text }) => text) : [];
  });

export const buttonsIn = (
  blocks: SlackBlock[],
): { text: string; action_id: string; value?: string | undefined; url?: string | undefined }[] =>
  blocks.flatMap((block) => {
    const parsed = blockSchema.parse(block);
    return parsed.type === 'actions' ? parsed.elements.map(({ text, ...rest }) => ({ ...rest, text: text.text })) : [];
  });
