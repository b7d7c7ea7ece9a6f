/** Events that wait for a person: what they are told, and what they may do. */
import { v7 as uuid } from 'uuid';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { endpoints } from '../../../src/contracts/api/index.ts';
import { rememberConnection } from '../../../src/db/connections.ts';
import { useTestApi } from './support/api.ts';
import { signedInAs } from './support/people.ts';

const api = useTestApi();
let member: Record<string, string>;
let connectionId = '';

beforeAll(async () => {
  member = { ...(await signedInAs(api, 'member')), 'content-type': 'application/json' };
  const account = { provider: 'hubspot' as const, accountId: uuid(), name: 'HubSpot 4711' };
  ({ id: connectionId } = await rememberConnection(api.db, account, new Date()));
});
beforeEach(() => api.db.query('DELETE FROM inbox_events'));

async function setAside(kind: 'deal_changed' | 'unreadable', dealId: string, reason: string): Promise<string> {
  const [row] = await api.db.query<{ id: string }>(
    `INSERT INTO inbox_events (connection_id, dedupe_key, kind, deal_id, payload, received_at, state, reason)
     VALUES ($1, $2, $3, $4, '{"raw": {}}', now(), 'quarantined', $5) RETURNING id::text`,
    [connectionId, uuid(), kind, dealId, reason],
  );
  return row?.id ?? '';
}
const send = (path: string, body: object) =>
  api.fetch(`/api/v1${path}`, { method: 'POST', headers: member, body: JSON.stringify(body) });
const replay = async (body: { eventId?: string }): Promise<unknown> => (await send('/inbox/replay', body)).json();
const waiting = async () => {
  const response = await api.fetch('/api/v1/queue', { headers: member });
  const { items } = endpoints.getQueue.response.parse(await response.json());
  return items.filter(({ kind }) => kind === 'quarantined' || kind === 'set_aside');
};
const states = async () => {
  const rows = await api.db.query<{ state: string }>('SELECT state FROM inbox_events ORDER BY id');
  return rows.map(({ state }) => state);
};

it('says what could not be read, and which deal could not be applied, once a deal', async () => {
  await setAside('unreadable', '', 'no objectId');
  const first = await setAside('deal_changed', '7', 'No such stage');
  await setAside('deal_changed', '7', 'No such stage');
  await api.db.query(
    `INSERT INTO deals (connection_id, deal_id, snapshot, is_won, read_at) VALUES ($1, '7', '{"name": "Harbor"}', false, now())`,
    [connectionId],
  );
  const items = await waiting();
  expect(items).toHaveLength(2);
  expect(items).toContainEqual(
    expect.objectContaining({
      kind: 'quarantined',
      title: 'An event from HubSpot could not be read',
      detail: 'no objectId',
    }),
  );
  expect(items).toContainEqual(
    expect.objectContaining({
      kind: 'set_aside',
      subjectId: first,
      title: 'What the CRM told of “Harbor” could not be applied',
      detail: 'HubSpot 4711: No such stage',
    }),
  );
});

it('lets one deal be tried again with all that waits of it, and the others wait on', async () => {
  const asked = await setAside('deal_changed', '7', 'No such stage');
  await setAside('deal_changed', '8', 'No such stage');
  await setAside('deal_changed', '7', 'No such stage');
  expect(await replay({ eventId: asked })).toEqual({ replayed: 2 });
  expect(await states()).toEqual(['pending', 'quarantined', 'pending']);
  expect(await replay({ eventId: asked })).toEqual({ replayed: 0 });
});

it('lets all be tried again but what could not be read, which is closed alone', async () => {
  const unread = await setAside('unreadable', '', 'no objectId');
  await setAside('unreadable', '', 'no objectId');
  await setAside('deal_changed', '7', 'No such stage');
  expect(await replay({ eventId: unread })).toEqual({ replayed: 0 });
  expect(await replay({})).toEqual({ replayed: 1 });
  expect(await states()).toEqual(['quarantined', 'quarantined', 'pending']);
  expect((await send(`/inbox/${unread}/dismiss`, { reason: 'A test of theirs' })).status).toBe(204);
  expect(await states()).toEqual(['ignored', 'quarantined', 'pending']);
});

it('closes with one event what waits of the same deal', async () => {
  const asked = await setAside('deal_changed', '7', 'No such stage');
  await setAside('deal_changed', '7', 'No such stage');
  expect((await send(`/inbox/${asked}/dismiss`, { reason: 'Started by hand' })).status).toBe(204);
  expect(await states()).toEqual(['ignored', 'ignored']);
  expect((await send(`/inbox/${asked}/dismiss`, { reason: 'Again' })).status).toBe(404);
});
