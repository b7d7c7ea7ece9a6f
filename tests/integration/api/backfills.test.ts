import { beforeAll, describe, expect, it } from 'vitest';
import { endpoints } from '../../../src/contracts/api/index.ts';
import { rememberConnection } from '../../../src/db/connections.ts';
import { useTestApi } from './support/api.ts';
import { signedInAs } from './support/people.ts';

const api = useTestApi();
const csv = '\uFEFFCustomer;Task;Status;Due\nAcme;Kickoff;Done;21.11.2026\nBeta;"Import; all";open;\n';
const columns = {
  customer: 'Customer',
  task: 'Task',
  status: 'Status',
  doneOn: null,
  dueOn: 'Due',
  owner: null,
  startOn: null,
  doneWords: ['done'],
};
let manager: Record<string, string>;
let member: Record<string, string>;
let connectionId = '';

beforeAll(async () => {
  manager = await signedInAs(api, 'manager');
  member = await signedInAs(api, 'member');
  const account = { provider: 'hubspot' as const, accountId: 'aboard', name: 'HubSpot aboard' };
  ({ id: connectionId } = await rememberConnection(api.db, account, new Date()));
});

const send = (method: string, path: string, body: string | object, headers = manager) =>
  api.fetch(`/api/v1${path}`, {
    method,
    headers: { ...headers, 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const begin = async (withSheet: boolean): Promise<string> => {
  const response = await send('POST', '/backfills', { connectionId, wonSince: '2025-01-01', withSheet });
  return endpoints.createBackfill.response.parse(await response.json()).backfillId;
};
const give = (id: string, text: string, named: object = columns, headers = manager) =>
  send('PUT', `/backfills/${id}/sheet?columns=${encodeURIComponent(JSON.stringify(named))}`, text, headers);

describe('a sheet of what runs elsewhere', () => {
  it('is shown with what its columns probably mean, and kept nowhere', async () => {
    const response = await send('POST', '/backfills/sheet', csv);
    expect(await response.json()).toEqual({
      columns: ['Customer', 'Task', 'Status', 'Due'],
      rows: 2,
      shown: [
        ['Acme', 'Kickoff', 'Done', '21.11.2026'],
        ['Beta', 'Import; all', 'open', ''],
      ],
      guess: expect.objectContaining({ customer: 'Customer', task: 'Task', status: 'Status', dueOn: 'Due' }),
      openDates: [],
    });
  });

  it('begins the look of a backfill that waited for it, once', async () => {
    const id = await begin(true);
    expect(await api.db.query('SELECT 1 FROM outbox WHERE subject_id = $1', [id])).toEqual([]);
    expect((await give(id, csv)).status).toBe(204);
    expect(await api.db.query('SELECT state, sheet FROM backfills WHERE id = $1', [id])).toMatchObject([
      { state: 'looking', sheet: { acme: { tasks: [{ name: 'Kickoff', isDone: true, dueOn: '2026-11-21' }] } } },
    ]);
    expect(await api.db.query('SELECT priority FROM outbox WHERE subject_id = $1', [id])).toEqual([{ priority: 5 }]);
    expect((await give(id, csv)).status).toBe(409);
  });

  it.each([
    { what: 'no table', text: 'a,"b\nc', named: columns, status: 422 },
    { what: 'one column', text: 'Customer\nAcme', named: columns, status: 422 },
    { what: 'a column that is not there', text: csv, named: { ...columns, owner: 'Who' }, status: 422 },
    { what: 'columns that are none', text: csv, named: { customer: 'Customer' }, status: 422 },
    { what: 'too much', text: `Customer,Task\n${'a'.repeat(5_000_001)}`, named: columns, status: 413 },
  ])('is refused with $what', async ({ text, named, status }) => {
    expect((await give(await begin(true), text, named)).status).toBe(status);
  });

  it('is taken from managers alone, and from our own pages', async () => {
    const id = await begin(true);
    expect((await give(id, csv, columns, member)).status).toBe(403);
    expect((await give(id, csv, columns, {})).status).toBe(401);
    expect((await send('POST', '/backfills/sheet', csv, member)).status).toBe(403);
    expect((await give(id, csv, columns, { ...manager, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await give(connectionId, csv)).status).toBe(404);
  });
});

it('lists backfills with their counts', async () => {
  const id = await begin(false);
  await api.db.query(
    `INSERT INTO backfill_items (backfill_id, deal_id, name, state, why) SELECT $1, n::text, 'Deal', CASE WHEN n < 3 THEN 'open' ELSE 'left' END, 'why' FROM generate_series(1, 5) n`,
    [id],
  );
  const answer = await (await api.fetch('/api/v1/backfills', { headers: manager })).json();
  const { items } = endpoints.listBackfills.response.parse(answer);
  expect(items.find((item) => item.id === id)).toMatchObject({
    state: 'looking',
    connectionName: 'HubSpot aboard',
    counts: { open: 2, left: 3, chosen: 0, started: 0, failed: 0 },
  });
  const page = await (await api.fetch(`/api/v1/backfills/${id}/items?limit=2&state=left`, { headers: manager })).json();
  expect(endpoints.listBackfillItems.response.parse(page)).toMatchObject({
    items: [{ dealId: '3' }, { dealId: '4' }],
    next: expect.any(String),
  });
});

it('lists what can be taken over first, from page to page, and last what was left as it is', async () => {
  const id = await begin(false);
  const states = ['left', 'started', 'open', 'left', 'failed', 'chosen', 'open'];
  await api.db.query(
    `INSERT INTO backfill_items (backfill_id, deal_id, name, state, why) SELECT $1, n::text, 'Deal', state, 'why' FROM unnest($2::text[]) WITH ORDINALITY AS s(state, n)`,
    [id, states],
  );
  const found: string[] = [];
  let cursor = '';
  do {
    const answer = await api.fetch(`/api/v1/backfills/${id}/items?limit=2${cursor}`, { headers: manager });
    const { items, next } = endpoints.listBackfillItems.response.parse(await answer.json());
    found.push(...items.map(({ dealId }) => dealId));
    cursor = next === null ? '' : `&cursor=${next}`;
  } while (cursor !== '');
  expect(found).toEqual(['3', '5', '7', '2', '6', '1', '4']);
});
