import { beforeAll, beforeEach, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { endpoints } from '../../../src/contracts/api/index.ts';
import { useTestApi } from './support/api.ts';
import { signedInAs } from './support/people.ts';

const api = useTestApi();
let member: Record<string, string>;
const press = {
  kind: 'action',
  teamId: 'T1',
  userId: 'U1',
  isForeign: false,
  action: 'task_done',
  value: 't-1',
  channelId: 'D1',
  messageTs: '1.1',
  view: null,
  triggerId: '1.2',
};

beforeAll(async () => {
  member = { ...(await signedInAs(api, 'member')), 'content-type': 'application/json' };
});
beforeEach(() => api.db.query('DELETE FROM slack_events'));

async function failed(kind: string, payload: object): Promise<string> {
  const id = uuid();
  await api.db.query(
    `INSERT INTO slack_events (id, dedupe_key, kind, team_id, user_id, payload, state, reason, attempts, received_at, handled_at)
     VALUES ($1::uuid, $1::uuid::text, $2, 'T1', 'U1', $3, 'failed', 'Slack was away', 6, now(), now())`,
    [id, kind, JSON.stringify(payload)],
  );
  return id;
}
const ask = async (id: string) => {
  const response = await api.fetch(`/api/v1/slack-events/${id}`, { headers: member });
  return { status: response.status, body: response.ok ? await response.json() : null };
};
const act = async (id: string, what: 'replay' | 'dismiss', body?: object): Promise<number> => {
  const sent = { method: 'POST', headers: member, ...(body && { body: JSON.stringify(body) }) };
  return (await api.fetch(`/api/v1/slack-events/${id}/${what}`, sent)).status;
};
const waiting = async () => {
  const response = await api.fetch('/api/v1/queue', { headers: member });
  const { items } = endpoints.getQueue.response.parse(await response.json());
  return items.filter(({ kind }) => kind === 'slack_event');
};
const stored = (id: string) => api.db.query('SELECT state, reason, attempts FROM slack_events WHERE id = $1', [id]);

it('waits in the queue, and is shown with why', async () => {
  const id = await failed('action', press);
  expect(await waiting()).toMatchObject([{ subjectId: id, detail: 'Slack was away', isMine: false }]);
  expect(await ask(id)).toMatchObject({
    status: 200,
    body: { what: '“Done” was pressed', reason: 'Slack was away', attempts: 6, canReplay: true, payload: press },
  });
});

it('is handled again when a person says so, and waits no more', async () => {
  const id = await failed('action', press);
  expect(await act(id, 'replay')).toBe(204);
  expect(await stored(id)).toMatchObject([
    { state: 'pending', attempts: 1, reason: expect.stringContaining('tried again by') },
  ]);
  expect(await waiting()).toEqual([]);
  expect(await act(id, 'replay')).toBe(404);
});

it('is closed with a reason, once', async () => {
  const id = await failed('action', press);
  expect(await act(id, 'dismiss', { reason: 'Told on the phone' })).toBe(204);
  expect(await stored(id)).toMatchObject([
    { state: 'ignored', reason: expect.stringMatching(/Slack was away · closed by .*: Told on the phone/) },
  ]);
  expect(await act(id, 'dismiss', { reason: 'Again' })).toBe(404);
  expect(await ask(id)).toMatchObject({ status: 404 });
});

it('cannot be handled again where it could not be read', async () => {
  const id = await failed('unreadable', { raw: '<html>' });
  expect(await ask(id)).toMatchObject({ body: { what: 'It could not be read', payload: '<html>', canReplay: false } });
  expect(await act(id, 'replay')).toBe(404);
  expect(await act(id, 'dismiss', { reason: 'Not Slack' })).toBe(204);
});
