/** What Slack refuses of blocks and views that are not of its form, with the place. */
import { describe, expect, it } from 'vitest';
import { anaId, useSandboxSlack } from './sandbox-slack-fixture.ts';

const fixture = useSandboxSlack();
const text = (words = 'x') => ({ type: 'plain_text', text: words });
const option = (value: string, label = value) => ({ value, text: text(label) });
const button = (change = {}) => ({ type: 'button', action_id: 'go', text: text('Go'), ...change });
const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
const select = (change = {}) => ({ type: 'static_select', action_id: 's', options: [option('a')], ...change });
const many = <T>(count: number, one: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => one(at));
const refusal = (error: string, words: string): unknown =>
  expect.objectContaining({
    data: expect.objectContaining({
      error,
      response_metadata: expect.objectContaining({ messages: [expect.stringContaining(words)] }),
    }),
  });

describe('blocks of a message', () => {
  const post = (block: unknown) => fixture.post({ channel: anaId, text: 'x', blocks: [block] });

  it.each([
    ['an unknown block', { type: 'heading', text: text() }, 'unsupported type [json-pointer:/blocks/0/type]'],
    ['a field that nobody knows', { type: 'divider', colour: 'red' }, 'invalid additional property: colour'],
    ['a field of another kind of text', { type: 'header', text: { ...text(), verbatim: true } }, 'verbatim'],
    ['a section of nothing', { type: 'section' }, 'missing required field: text'],
    ['an empty text', { type: 'section', text: text('') }, 'must be more than 0 characters'],
    ['marked text where it is plain', { type: 'header', text: { type: 'mrkdwn', text: 'x' } }, '/blocks/0/text/type'],
    ['a long header', { type: 'header', text: text('x'.repeat(151)) }, 'must be less than 151 characters'],
    ['many fields', { type: 'section', fields: many(11, () => text()) }, 'no more than 10 items allowed'],
    ['a long field', { type: 'section', fields: [text('x'.repeat(2001))] }, 'must be less than 2001 characters'],
    ['many texts', { type: 'context', elements: many(11, () => text()) }, 'no more than 10 items allowed'],
    ['a button in a context', { type: 'context', elements: [button()] }, 'unsupported type'],
    ['no elements', actions(), 'no fewer than 1 items allowed'],
    ['many buttons', actions(...many(26, (at) => button({ action_id: `a${at}` }))), 'no more than 25 items allowed'],
    ['an action id twice', actions(button(), button()), 'duplicate action_id'],
    ['a style of its own', actions(button({ style: 'warning' })), '/blocks/0/elements/0/style'],
    ['a long address', actions(button({ url: `https://x.example/${'x'.repeat(3000)}` })), 'less than 3001'],
    ['a text input among buttons', actions({ type: 'plain_text_input', action_id: 'a' }), 'unsupported type'],
    ['many options', actions(select({ options: many(101, (at) => option(`o${at}`)) })), 'no more than 100'],
    ['a long option', actions(select({ options: [option('a', 'x'.repeat(76))] })), 'less than 76 characters'],
    ['a long value', actions(select({ options: [option('x'.repeat(151), 'x')] })), 'less than 151 characters'],
    ['a menu of nothing', actions(select({ options: undefined })), 'exactly one of options and option_groups'],
    ['an option that is not offered', actions(select({ initial_option: option('b') })), 'initial option'],
    ['a long placeholder', actions(select({ placeholder: text('x'.repeat(151)) })), 'less than 151 characters'],
    ['a menu of six', actions({ type: 'overflow', action_id: 'o', options: many(6, (at) => option(`${at}`)) }), '5'],
    [
      'a date that is none',
      actions({ type: 'datepicker', action_id: 'd', initial_date: '2026-02-30' }),
      'initial_date',
    ],
  ])('%s', async (_, block, words) => {
    await expect(post(block)).rejects.toEqual(refusal('invalid_blocks', words));
  });

  it('a block id twice', async () => {
    const blocks = [
      { type: 'divider', block_id: 'b' },
      { type: 'divider', block_id: 'b' },
    ];
    await expect(fixture.post({ channel: anaId, text: 'x', blocks })).rejects.toEqual(
      refusal('invalid_blocks', 'duplicate block_id: b [json-pointer:/blocks/1]'),
    );
  });

  it('what are no blocks at all', async () => {
    await expect(fixture.post({ channel: anaId, text: 'x', blocks: 'divider' })).rejects.toMatchObject({
      data: { error: 'invalid_blocks_format' },
    });
  });
});

describe('views', () => {
  const open = (change: Record<string, unknown>) => {
    const view = { type: 'modal', title: text('Title'), blocks: [{ type: 'divider' }], ...change };
    return fixture.web.apiCall('views.open', { trigger_id: fixture.slack.createTrigger(anaId), view });
  };
  const input = (element: unknown, change = {}) => ({
    type: 'input',
    block_id: 'i',
    label: text(),
    element,
    ...change,
  });

  it.each([
    ['no title', { title: undefined }, 'missing required field: title'],
    ['a field that nobody knows', { width: 3 }, 'invalid additional property: width'],
    ['a long submit', { submit: text('x'.repeat(25)) }, 'must be less than 25 characters'],
    [
      'an input and nothing to send it',
      { blocks: [input({ type: 'plain_text_input' })] },
      'missing required field: submit',
    ],
    [
      'a long label',
      { submit: text(), blocks: [input({ type: 'plain_text_input' }, { label: text('x'.repeat(2001)) })] },
      'must be less than 2001 characters',
    ],
    ['a button as an input', { submit: text(), blocks: [input(button())] }, 'unsupported type'],
    [
      'more text than an input holds',
      { submit: text(), blocks: [input({ type: 'plain_text_input', max_length: 3001 })] },
      '/view/blocks/0/element/max_length',
    ],
  ])('%s', async (_, change, words) => {
    await expect(open(change)).rejects.toEqual(refusal('invalid_arguments', words));
  });

  it('one that is too large', async () => {
    const long = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(2_900) } };
    await expect(open({ blocks: many(90, () => long) })).rejects.toMatchObject({ data: { error: 'view_too_large' } });
  });
});
