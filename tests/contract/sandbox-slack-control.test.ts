import { expect, it } from 'vitest';
import { z } from 'zod';
import { ana, anaId, jonasId, useSandboxSlack } from './sandbox-slack-fixture.ts';

const fixture = useSandboxSlack({ channels: ['customer-success'] });
const label = (text: string) => ({ type: 'plain_text', text });
const button = (text: string) => ({ type: 'button', action_id: 'task_done', value: text, text: label(text) });
const actions = (blockId: string, text: string) => ({ type: 'actions', block_id: blockId, elements: [button(text)] });
const input = (blockId: string, element: object, change: object = {}) => ({
  type: 'input',
  block_id: blockId,
  label: label(blockId),
  element: { action_id: blockId, ...element },
  ...change,
});
const modal = {
  type: 'modal',
  callback_id: 'block',
  title: label('Blocked'),
  submit: label('Save'),
  blocks: [
    input('reason', { type: 'plain_text_input' }),
    input('until', { type: 'datepicker', initial_date: '2026-11-27' }),
    input('note', { type: 'plain_text_input' }, { optional: true }),
  ],
};
const payloadSchema = z.object({
  actions: z.array(z.looseObject({ value: z.string(), block_id: z.string() })).optional(),
  view: z.object({ state: z.object({ values: z.unknown() }) }).optional(),
});
const received = () =>
  payloadSchema.parse(JSON.parse(new URLSearchParams(fixture.received.at(-1)?.body).get('payload') ?? '{}'));
const openModal = async (): Promise<string> => {
  const trigger = fixture.slack.createTrigger(anaId);
  await fixture.web.apiCall('views.open', { trigger_id: trigger, view: modal });
  return (await fixture.look()).views.find(({ userId }) => userId === anaId)?.id ?? '';
};
const submit = async (viewId: string, values: object) =>
  (await fixture.control('POST', `/views/${viewId}/submit`, { values })).said;

it('shows who is there, and what was said to whom', async () => {
  await fixture.post({ channel: anaId, text: 'Due', blocks: [actions('b1', 'One')] });
  const seen = await fixture.look();
  expect(seen).toMatchObject({ app: 'installed', people: [{ ...ana, id: anaId, standing: 'member' }, {}] });
  expect(seen.conversations).toMatchObject([
    { userId: anaId, messageCount: 1, messages: [{ userId: seen.bot.userId, text: 'Due', editedAt: null }] },
    { name: 'customer-success', userId: null, memberIds: [anaId, jonasId], messages: [] },
  ]);
});

it('presses the one of several buttons that is meant', async () => {
  const blocks = [actions('b1', 'One'), actions('b2', 'Two')];
  const { channel: channelId, ts } = await fixture.post({ channel: anaId, text: 'Due', blocks });
  const press = { userId: anaId, in: { channelId, ts }, blockId: 'b2', actionId: 'task_done' };
  expect(await fixture.control('POST', '/presses', press)).toEqual({
    status: 200,
    said: { status: 200, failure: null },
  });
  expect(received().actions).toMatchObject([{ value: 'Two', block_id: 'b2' }]);
  expect((await fixture.look()).deliveries).toMatchObject([
    { path: 'interactions', what: 'block_actions task_done', attempt: 1, status: 200, failure: null },
  ]);
});

it('sends a modal with all that it holds, and closes it', async () => {
  const viewId = await openModal();
  expect(await submit(viewId, { reason: { reason: { value: 'The firewall' } } })).toMatchObject({ outcome: 'closed' });
  expect(received().view?.state.values).toEqual({
    reason: { reason: { type: 'plain_text_input', value: 'The firewall' } },
    until: { until: { type: 'datepicker', selected_date: '2026-11-27' } },
    note: { note: { type: 'plain_text_input' } },
  });
  expect((await fixture.look()).views).toEqual([]);
});

it('asks the app what a menu offers for what is typed', async () => {
  const trigger = fixture.slack.createTrigger(anaId);
  const blocks = [input('deal', { type: 'external_select', min_query_length: 0 })];
  await fixture.web.apiCall('views.open', { trigger_id: trigger, view: { ...modal, blocks } });
  const viewId = (await fixture.look()).views[0]?.id ?? '';
  const ask = (actionId: string) => fixture.control('POST', `/views/${viewId}/options`, { actionId, value: 'har' });
  const options = [{ value: '1', text: label('Harbor') }];
  fixture.app = (_request, response) => void response.json({ options });
  expect(await ask('deal')).toEqual({ status: 200, said: { status: 200, failure: null, options } });
  expect(new URLSearchParams(fixture.received.at(-1)?.body).get('payload')).toContain('"value":"har"');
  fixture.app = (_request, response) => void response.sendStatus(500);
  expect((await ask('deal')).said).toMatchObject({ failure: 'http_error', options: [] });
  expect((await ask('else')).status).toBe(404);
});

it('keeps a modal open where something is wrong with it', async () => {
  const viewId = await openModal();
  expect(await submit(viewId, {})).toMatchObject({
    outcome: 'errors',
    errors: { reason: 'Please complete this required field.' },
  });
  expect(fixture.received).toEqual([]);
  const filled = { reason: { reason: { value: 'x' } } };
  fixture.app = (_request, response) =>
    void response.json({ response_action: 'errors', errors: { until: 'Too late' } });
  expect(await submit(viewId, filled)).toMatchObject({ outcome: 'errors', errors: { until: 'Too late' } });
  fixture.app = (_request, response) => void response.sendStatus(500);
  expect(await submit(viewId, filled)).toMatchObject({ outcome: 'failed', failure: 'http_error' });
  fixture.app = (_request, response) => void response.json({ response_action: 'update', view: modal });
  expect(await submit(viewId, filled)).toMatchObject({ outcome: 'updated' });
  fixture.app = (_request, response) => void response.json({ response_action: 'push', view: modal });
  expect(await submit(viewId, filled)).toMatchObject({ outcome: 'pushed' });
  expect((await fixture.look()).views).toHaveLength(2);
  fixture.app = (_request, response) => void response.json({ response_action: 'clear' });
  expect(await submit(viewId, filled)).toMatchObject({ outcome: 'closed' });
  expect((await fixture.look()).views).toEqual([]);
});

it('shows that an acknowledgement was late, and what was tried again', async () => {
  fixture.app = (_request, response) => void response.sendStatus(fixture.received.length === 1 ? 500 : 200);
  const sent = await fixture.control('POST', '/homes', { userId: anaId });
  expect(sent.said).toEqual({ status: 500, failure: 'http_error' });
  await expect
    .poll(async () => (await fixture.look()).deliveries)
    .toMatchObject([
      { what: 'app_home_opened', attempt: 2, failure: null },
      { what: 'app_home_opened', attempt: 1, failure: 'http_error' },
    ]);
});

it('tells the app that an account was deactivated, and nothing of somebody who was never there', async () => {
  const stand = (standing: string) => fixture.control('PUT', `/people/${anaId}`, { standing });
  expect((await stand('deactivated')).status).toBe(204);
  expect(JSON.parse(fixture.received.at(-1)?.body ?? '')).toMatchObject({
    event: { type: 'user_change', user: { id: anaId, deleted: true } },
  });
  expect(await fixture.control('POST', '/homes', { userId: anaId })).toMatchObject({ status: 409 });
  await stand('member');
  expect(fixture.received).toHaveLength(2);
  await stand('outside');
  expect(fixture.received).toHaveLength(2);
  expect(await fixture.port.findUserByEmail(ana.email)).toBeNull();
  await stand('member');
  expect(await fixture.port.findUserByEmail(ana.email)).toMatchObject({ userId: anaId });
});

it('takes a newcomer, once', async () => {
  const lena = { name: 'Lena Vogt', email: 'lena@harborbooks.example' };
  expect(await fixture.control('POST', '/people', lena)).toMatchObject({ status: 201, said: { standing: 'member' } });
  expect(await fixture.control('POST', '/people', lena)).toMatchObject({ status: 409 });
  expect(await fixture.port.findUserByEmail(lena.email)).toMatchObject({ name: lena.name });
});

it('removes the app and takes it back', async () => {
  await fixture.control('PUT', '/app', { state: 'uninstalled' });
  await expect(fixture.port.identify()).rejects.toMatchObject({ code: 'slack_revoked' });
  const command = { userId: anaId, text: 'help' };
  expect(await fixture.control('POST', '/commands', command)).toMatchObject({ status: 409 });
  await fixture.control('PUT', '/app', { state: 'installed' });
  expect(await fixture.control('POST', '/commands', command)).toMatchObject({ status: 200 });
  expect((await fixture.look()).app).toBe('installed');
});

it('answers 404 for what it does not know, and 400 for what it cannot read', async () => {
  const { channel: channelId, ts } = await fixture.post({
    channel: anaId,
    text: 'Due',
    blocks: [actions('b1', 'One')],
  });
  const where = { userId: anaId, in: { channelId, ts }, actionId: 'task_done' };
  const unknown: [string, string, unknown][] = [
    ['POST', '/presses', { ...where, userId: 'U9' }],
    ['POST', '/presses', { ...where, in: { channelId, ts: '1.1' } }],
    ['POST', '/presses', { ...where, in: { channelId: 'C9', ts } }],
    ['POST', '/presses', { ...where, in: { viewId: 'V9' } }],
    ['POST', '/presses', { ...where, actionId: 'none' }],
    ['POST', '/presses', { ...where, blockId: 'none' }],
    ['POST', '/views/V9/submit', { values: {} }],
    ['DELETE', '/views/V9', undefined],
    ['POST', '/commands', { userId: anaId, command: '/giphy' }],
    ['POST', '/commands', { userId: anaId, channelId: 'C9' }],
    ['POST', '/homes', { userId: 'U9' }],
    ['PUT', '/people/U9', { standing: 'member' }],
    ['PUT', '/conversations/C9', { isArchived: true }],
    ['POST', '/conversations/C9/links', { userId: anaId, url: 'https://x.example' }],
    ['DELETE', `/conversations/${channelId}/messages/1.1`, undefined],
  ];
  for (const [method, path, body] of unknown)
    expect([path, body, (await fixture.control(method, path, body)).status]).toEqual([path, body, 404]);
  const unreadable: [string, string, unknown][] = [
    ['GET', '?messages=none', undefined],
    ['POST', '/presses', {}],
    ['POST', '/commands', { userId: anaId, command: 'gangway' }],
    ['PUT', '/people/U9', { standing: 'asleep' }],
    ['POST', `/conversations/${channelId}/links`, { userId: anaId, url: 'nothing' }],
    ['PUT', '/faults', { faults: [{ kind: 'on fire' }] }],
    ['PUT', '/app', { state: 'gone' }],
  ];
  for (const [method, path, body] of unreadable)
    expect([path, body, (await fixture.control(method, path, body)).status]).toEqual([path, body, 400]);
  expect(fixture.received).toEqual([]);
});
