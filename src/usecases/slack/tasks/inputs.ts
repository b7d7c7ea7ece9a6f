/** The inputs that our modals about tasks are made of, one in each block, known by the block's id. */
import type { SlackBlock } from '../../../../integrations/ports-slack.ts';
import type { LocalDate } from '../../../domain/model.ts';
import { plain } from '../../messages/render/slack-text.ts';

/** @see https://docs.slack.dev/reference/block-kit/block-elements */
const limits = { label: 2_000, hint: 2_000, optionText: 75, placeholder: 150, options: 100, groups: 100 } as const;

const plainText = (text: string, longest: number) => ({ type: 'plain_text', text: plain(text, longest), emoji: false });

export interface Choice {
  value: string;
  label: string;
}
interface Named {
  id: string;
  label: string;
  hint?: string | null | undefined;
  isOptional?: boolean;
}

const input = ({ id, label, hint, isOptional = false }: Named, element: Record<string, unknown>): SlackBlock => ({
  type: 'input',
  block_id: id,
  optional: isOptional,
  label: plainText(label, limits.label),
  ...(hint && { hint: plainText(hint, limits.hint) }),
  element: { action_id: id, ...element },
});
const option = ({ value, label }: Choice) => ({ value, text: plainText(label, limits.optionText) });
/** whether a menu that holds all of them from the start has room for them */
export const fitsMenu = (choices: readonly Choice[]): boolean => choices.length <= limits.options;
export const optionsOf = (choices: readonly Choice[]) => choices.slice(0, limits.options).map(option);

export const textInput = (named: Named, maxLength: number): SlackBlock =>
  input(named, { type: 'plain_text_input', multiline: true, max_length: maxLength });

export const lineInput = (named: Named, maxLength: number): SlackBlock =>
  input(named, { type: 'plain_text_input', max_length: maxLength });

export const dateInput = (named: Named, initial: LocalDate | null = null): SlackBlock =>
  input(named, { type: 'datepicker', ...(initial !== null && { initial_date: initial }) });

export const selectInput = (named: Named, choices: readonly Choice[], initial: Choice | null = null): SlackBlock =>
  input(named, {
    type: 'static_select',
    options: optionsOf(choices),
    ...(initial && { initial_option: option(initial) }),
  });

export const groupedInput = (
  named: Named,
  groups: readonly { label: string; choices: readonly Choice[] }[],
): SlackBlock =>
  input(named, {
    type: 'static_select',
    option_groups: groups
      .slice(0, limits.groups)
      .map(({ label, choices }) => ({ label: plainText(label, limits.optionText), options: optionsOf(choices) })),
  });

/** What it offers is asked for when it is opened, and with each letter. */
export const searchInput = (named: Named, placeholder: string, initial: Choice | null): SlackBlock =>
  input(named, {
    type: 'external_select',
    min_query_length: 0,
    placeholder: plainText(placeholder, limits.placeholder),
    ...(initial && { initial_option: option(initial) }),
  });
