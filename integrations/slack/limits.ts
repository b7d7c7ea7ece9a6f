/** What Slack takes of blocks; it refuses the rest with `invalid_blocks`, which does not say where. */
import { AppError } from '../../src/errors.ts';
import type { SlackBlock, SlackModal } from '../ports-slack.ts';

export const longest = { message: 50, view: 100 } as const;
const longestTitle = 24;
const longestMetadata = 3000;
/** Not documented; above it a message is refused (`msg_blocks_too_long`). */
const longestMessageText = 13_000;

interface Limit {
  where: string;
  characters: number;
}
const placeholder: Limit = { where: 'placeholder.text', characters: 150 };
/** by the type of an object, its texts */
const textLimits: Record<string, Limit[]> = {
  section: [{ where: 'text.text', characters: 3000 }],
  header: [{ where: 'text.text', characters: 150 }],
  button: [
    { where: 'text.text', characters: 75 },
    { where: 'value', characters: 2000 },
    { where: 'url', characters: 3000 },
  ],
  input: [
    { where: 'label.text', characters: 2000 },
    { where: 'hint.text', characters: 2000 },
  ],
  static_select: [placeholder],
  external_select: [placeholder],
  datepicker: [placeholder],
  plain_text_input: [placeholder, { where: 'initial_value', characters: 3000 }],
};
/** of whatever is chosen from, which has no type */
const optionLimits: Limit[] = [
  { where: 'text.text', characters: 75 },
  { where: 'value', characters: 150 },
  { where: 'label.text', characters: 75 },
];
const idLimit = 255;
const childLimits: Record<string, { where: string; count: number }> = {
  section: { where: 'fields', count: 10 },
  context: { where: 'elements', count: 10 },
  actions: { where: 'elements', count: 25 },
};
const mostOptions = 100;

/** Throws slack_rejected that names the place, like the next. */
export function checkModal({ title, submit, close, privateMetadata, blocks }: SlackModal): void {
  for (const [name, text] of Object.entries({ title, submit, close }))
    if (text !== null && text.length > longestTitle)
      refuse(`${name} has ${text.length} characters, at most ${longestTitle}`);
  if (title === '') refuse('title is empty');
  if (privateMetadata.length > longestMetadata) refuse(`private_metadata is longer than ${longestMetadata}`);
  checkBlocks(blocks, 'view');
}

export function checkBlocks(blocks: readonly SlackBlock[], surface: 'message' | 'view'): void {
  if (blocks.length > longest[surface]) refuse(`${blocks.length} blocks, at most ${longest[surface]}`);
  const ids = new Set<string>();
  blocks.forEach((block, index) => {
    const { block_id: id } = block;
    if (typeof id === 'string' && ids.size === ids.add(id).size) refuse(`blocks[${index}]: block_id ${id} twice`);
    checkNode(block, `blocks[${index}]`);
  });
  const length = surface === 'message' ? textLength(blocks) : 0;
  if (length > longestMessageText) refuse(`${length} characters in all, at most ${longestMessageText}`);
}

function checkNode(node: unknown, path: string): void {
  if (Array.isArray(node)) return node.forEach((child, index) => checkNode(child, `${path}[${index}]`));
  if (!isRecord(node)) return;
  const type = typeof node['type'] === 'string' ? node['type'] : '';
  for (const limit of textLimits[type] ?? []) checkText(node, limit, path);
  checkOptions(node, path);
  const children = childLimits[type];
  const list = children && node[children.where];
  if (Array.isArray(list) && children && list.length > children.count)
    refuse(`${path}.${children.where} has ${list.length}, at most ${children.count}`);
  for (const name of ['action_id', 'block_id']) {
    const id = node[name];
    if (typeof id === 'string' && id.length > idLimit) refuse(`${path}.${name} is longer than ${idLimit}`);
  }
  for (const [name, child] of Object.entries(node))
    if (typeof child === 'object' && child !== null) checkNode(child, `${path}.${name}`);
}

function checkText(node: Record<string, unknown>, { where, characters }: Limit, path: string): void {
  const text = at(node, where);
  if (typeof text === 'string' && text.length > characters)
    refuse(`${path}.${where} has ${text.length} characters, at most ${characters}`);
  if (text === '' && where === 'text.text') refuse(`${path}.${where} is empty`);
}

function checkOptions(node: Record<string, unknown>, path: string): void {
  for (const name of ['options', 'option_groups']) {
    const list = node[name];
    if (!Array.isArray(list)) continue;
    if (list.length > mostOptions) refuse(`${path}.${name} has ${list.length}, at most ${mostOptions}`);
    list.forEach((option, index) => {
      if (isRecord(option)) for (const limit of optionLimits) checkText(option, limit, `${path}.${name}[${index}]`);
    });
  }
}

const at = (node: Record<string, unknown>, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), node);

const textLength = (node: unknown): number => {
  if (Array.isArray(node)) return node.reduce<number>((sum, child) => sum + textLength(child), 0);
  if (!isRecord(node)) return 0;
  return Object.entries(node).reduce(
    (sum, [name, value]) => sum + (name === 'text' && typeof value === 'string' ? value.length : textLength(value)),
    0,
  );
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function refuse(where: string): never {
  throw new AppError('slack_rejected', { message: `Slack would not take these blocks: ${where}`, details: { where } });
}
