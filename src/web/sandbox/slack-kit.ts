import type {
  SandboxSlackBlock,
  SandboxSlackElement,
  SandboxSlackOption,
} from '../../contracts/sandbox/slack-blocks.ts';
import type { Choice } from '../ui/select-field.tsx';

export type SlackBlock = SandboxSlackBlock;
export type SlackElement = SandboxSlackElement;
export type SlackText = Extract<SlackBlock, { type: 'header' }>['text'];
export type InputBlock = Extract<SlackBlock, { type: 'input' }>;
export type SlackOption = SandboxSlackOption;
type Select = Extract<SlackElement, { type: 'static_select' }>;

/** The ids of the blocks that ask for something. */
export const inputsOf = (blocks: readonly SlackBlock[]): string[] =>
  blocks.flatMap(({ type, block_id: blockId }) => (type === 'input' ? [blockId] : []));

export const choicesOf = ({ options = [], option_groups: groups = [] }: Select): Choice<string>[] => [
  ...options.map(({ value, text }) => ({ key: value, label: text.text })),
  ...groups.flatMap(({ label, options: members }) =>
    members.map(({ value, text }) => ({ key: value, label: text.text, detail: label.text })),
  ),
];

export const optionOf = ({ options = [], option_groups: groups = [] }: Select, chosen: string) =>
  [...options, ...groups.flatMap((group) => group.options)].find(({ value }) => value === chosen);
