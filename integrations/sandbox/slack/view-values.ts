/** What a modal holds when it is submitted: what was filled in, and for the rest what it was opened with. */
import { z } from 'zod';
import type { SandboxSlackHeld } from '../../../src/contracts/sandbox/slack.ts';
import { existing } from './not-in-slack.ts';
import type { SlackView } from './state.ts';

export type FilledIn = Record<string, Record<string, SandboxSlackHeld>>;

const optionSchema = z.looseObject({ value: z.string() });
const inputSchema = z.object({
  type: z.string(),
  block_id: z.string(),
  optional: z.boolean().default(false),
  element: z.object({
    type: z.string(),
    action_id: z.string(),
    initial_value: z.string().optional(),
    initial_option: optionSchema.optional(),
    initial_options: z.array(optionSchema).optional(),
    initial_date: z.string().optional(),
    initial_user: z.string().optional(),
  }),
});
type Input = z.output<typeof inputSchema>;

export function valuesOf(
  { view }: SlackView,
  filled: FilledIn,
): { values: Record<string, Record<string, object>>; missing: Record<string, string> } {
  const inputs = view.blocks.flatMap((block) => inputSchema.safeParse(block).data ?? []);
  for (const [blockId, held] of Object.entries(filled))
    for (const actionId of Object.keys(held))
      existing(
        inputs.find(({ block_id: id, element }) => id === blockId && element.action_id === actionId),
        `input ${blockId} ${actionId} in this modal`,
      );
  const values: Record<string, Record<string, object>> = {};
  const missing: Record<string, string> = {};
  for (const input of inputs) {
    const { block_id: blockId, element } = input;
    const held = { ...initial(input), ...filled[blockId]?.[element.action_id] };
    values[blockId] = { ...values[blockId], [element.action_id]: { type: element.type, ...held } };
    if (input.type === 'input' && !input.optional && isEmpty(held))
      missing[blockId] = 'Please complete this required field.';
  }
  return { values, missing };
}

const initial = ({ element }: Input): Record<string, unknown> => {
  const held = {
    value: element.initial_value,
    selected_option: element.initial_option,
    selected_options: element.initial_options,
    selected_date: element.initial_date,
    selected_user: element.initial_user,
  };
  return Object.fromEntries(Object.entries(held).filter(([, value]) => value !== undefined));
};

const isEmpty = (held: Record<string, unknown>): boolean =>
  Object.values(held).every((value) => value === null || value === undefined || value === '' || isEmptyList(value));
const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
