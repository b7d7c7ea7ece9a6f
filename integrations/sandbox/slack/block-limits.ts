/** What Slack takes of blocks and views. Read here anew, so that our own count is tested against another. */
import { z } from 'zod';
import { blockSchema, viewSchema } from './block-kit.ts';
import { invalid, SlackRefusal } from './method.ts';

type Surface = { error: 'invalid_blocks' | 'invalid_arguments'; blocks: number; pointer: string };
const message: Surface = { error: 'invalid_blocks', blocks: 50, pointer: '/blocks' };
const view: Surface = { error: 'invalid_arguments', blocks: 100, pointer: '/view/blocks' };
/** not documented, seen */
const messageCharacters = 13_000;
const largestViewBytes = 250_000;

export function checkMessageBlocks(blocks: readonly unknown[]): void {
  checkBlocks(blocks, message);
  if (charactersOf(blocks) > messageCharacters) throw new SlackRefusal('msg_blocks_too_long');
}

export function checkView(given: unknown): void {
  if (Buffer.byteLength(JSON.stringify(given)) > largestViewBytes) throw new SlackRefusal('view_too_large');
  const read = parse(viewSchema, given, view.error, '/view');
  checkBlocks(read.blocks, view);
  const asks = read.blocks.some((block) => isRecord(block) && block['type'] === 'input');
  if (asks && read.type === 'modal' && read.submit === undefined)
    throw invalid(view.error, 'missing required field: submit', '/view');
}

function checkBlocks(blocks: readonly unknown[], { error, blocks: most, pointer }: Surface): void {
  if (blocks.length > most) throw invalid(error, `no more than ${most} items allowed`, pointer);
  const named = new Set<string>();
  blocks.forEach((given, index) => {
    const at = `${pointer}/${index}`;
    const block = parse(blockSchema, given, error, at);
    const { block_id: id = '' } = block;
    if (id !== '' && named.size === named.add(id).size) throw invalid(error, `duplicate block_id: ${id}`, at);
    checkActions(block, error, at);
    checkChoices(block, error, at);
  });
}

/** An action id stands once in a block. */
function checkActions(block: z.output<typeof blockSchema>, error: Surface['error'], pointer: string): void {
  if (block.type !== 'actions') return;
  const ids = block.elements.flatMap(({ action_id: id }) => (typeof id === 'string' ? [id] : []));
  if (new Set(ids).size < ids.length) throw invalid(error, 'duplicate action_id', `${pointer}/elements`);
}

const menuSchema = z.looseObject({
  type: z.enum(['static_select', 'multi_static_select', 'radio_buttons', 'checkboxes']),
  options: z.array(z.unknown()).optional(),
  option_groups: z.array(z.looseObject({ options: z.array(z.unknown()) })).optional(),
  initial_option: z.unknown().optional(),
  initial_options: z.array(z.unknown()).default([]),
});

/** A menu has options or groups of them, and begins with one of these. */
function checkChoices(node: unknown, error: Surface['error'], pointer: string): void {
  if (!isRecord(node)) return;
  for (const [name, child] of Object.entries(node)) checkChoices(child, error, `${pointer}/${name}`);
  const menu = menuSchema.safeParse(node).data;
  if (!menu) return;
  const { options, option_groups: groups, initial_option: one, initial_options: several } = menu;
  if ((options === undefined) === (groups === undefined))
    throw invalid(error, 'exactly one of options and option_groups is required', pointer);
  const offered = new Set([...(options ?? []), ...(groups ?? []).flatMap((group) => group.options)].map(textOf));
  const initial = one === undefined ? several : [one, ...several];
  if (!initial.every((wanted) => offered.has(textOf(wanted))))
    throw invalid(error, 'initial option is none of the options', pointer);
}

const textOf = (option: unknown): string =>
  JSON.stringify(isRecord(option) ? Object.entries(option).toSorted(([a], [b]) => (a < b ? -1 : 1)) : option);

function parse<T>(schema: z.ZodType<T>, given: unknown, error: Surface['error'], pointer: string): T {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  if (!issue) throw invalid(error, 'must provide an object', pointer);
  throw invalid(error, wordsOf(issue), [pointer, ...issue.path].join('/'));
}

/** In Slack's words. */
function wordsOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `invalid additional property: ${issue.keys.join(', ')}`;
    case 'too_big':
      return issue.origin === 'array'
        ? `no more than ${issue.maximum} items allowed`
        : `must be less than ${Number(issue.maximum) + 1} characters`;
    case 'too_small':
      return issue.origin === 'array'
        ? `no fewer than ${issue.minimum} items allowed`
        : `must be more than ${Number(issue.minimum) - 1} characters`;
    case 'invalid_union':
      return 'unsupported type';
    case 'invalid_type':
      return issue.input === undefined
        ? `missing required field: ${String(issue.path.at(-1) ?? '')}`
        : `must provide a ${issue.expected}`;
    default:
      return issue.message;
  }
}

function charactersOf(node: unknown): number {
  if (!isRecord(node)) return 0;
  return Object.entries(node).reduce(
    (sum, [name, child]) => sum + (name === 'text' && typeof child === 'string' ? child.length : charactersOf(child)),
    0,
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
