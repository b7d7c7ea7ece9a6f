/** What Slack takes of blocks and views. Counted here anew, so that our own count is tested against another. */
import { invalid, SlackRefusal } from './method.ts';

type Surface = { error: 'invalid_blocks' | 'invalid_arguments'; blocks: number; pointer: string };
const message: Surface = { error: 'invalid_blocks', blocks: 50, pointer: '/blocks' };
const view: Surface = { error: 'invalid_arguments', blocks: 100, pointer: '/view/blocks' };
/** not documented, seen */
const messageCharacters = 13_000;
const longestText: Record<string, number> = { section: 3000, header: 150, button: 75 };
const longestField: Record<string, number> = { action_id: 255, block_id: 255, callback_id: 255 };

export function checkMessageBlocks(blocks: readonly unknown[]): void {
  checkBlocks(blocks, message);
  if (charactersOf(blocks) > messageCharacters) throw new SlackRefusal('msg_blocks_too_long');
}

export function checkView(given: Record<string, unknown>): void {
  const { blocks, title, submit, close } = given;
  const refuse = (what: string, where: string): never => {
    throw invalid(view.error, what, `/view/${where}`);
  };
  for (const [name, label] of Object.entries({ title, submit, close }))
    if (lengthOf(textOf(label)) > 24) refuse('must be less than 25 characters', `${name}/text`);
  if (lengthOf(given['private_metadata']) > 3000) refuse('must be less than 3001 characters', 'private_metadata');
  if (lengthOf(given['callback_id']) > 255) refuse('must be less than 256 characters', 'callback_id');
  if (given['type'] === 'modal' && lengthOf(textOf(title)) === 0) refuse('missing required field: title', 'title');
  if (!Array.isArray(blocks)) return refuse('missing required field: blocks', 'blocks');
  checkBlocks(blocks, view);
}

function checkBlocks(blocks: readonly unknown[], surface: Surface): void {
  if (blocks.length > surface.blocks)
    throw invalid(surface.error, `no more than ${surface.blocks} items allowed`, surface.pointer);
  checkNode(blocks, surface, surface.pointer);
}

function checkNode(node: unknown, surface: Surface, pointer: string): void {
  if (!isRecord(node)) return;
  const tooLong = (most: number, at: string): never => {
    throw invalid(surface.error, `must be less than ${most + 1} characters`, `${pointer}/${at}`);
  };
  const { type, text, value } = node;
  const most = typeof type === 'string' ? longestText[type] : undefined;
  if (most !== undefined && lengthOf(textOf(text)) > most) tooLong(most, 'text/text');
  if (type === 'button' && lengthOf(value) > 2000) tooLong(2000, 'value');
  for (const [name, longest] of Object.entries(longestField))
    if (lengthOf(node[name]) > longest) tooLong(longest, name);
  for (const [name, child] of Object.entries(node)) checkNode(child, surface, `${pointer}/${name}`);
}

function charactersOf(node: unknown): number {
  if (!isRecord(node)) return 0;
  return Object.entries(node).reduce(
    (sum, [name, child]) => sum + (name === 'text' && typeof child === 'string' ? child.length : charactersOf(child)),
    0,
  );
}

const lengthOf = (value: unknown): number => (typeof value === 'string' ? value.length : 0);
const textOf = (value: unknown): unknown => (isRecord(value) ? value['text'] : undefined);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
