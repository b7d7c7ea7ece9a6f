import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'csv-parse/sync';
import type { z } from 'zod';
import { endpoints } from '../../../src/contracts/api/index.ts';
import { rememberLabels } from '../../../src/db/field-labels.ts';
import { useTestApi } from './support/api.ts';
import { addOnboarding, type TestOnboarding } from './support/onboarding.ts';
import { signedInAs } from './support/people.ts';

const api = useTestApi();
const connectionId = '018f4d5e-0000-7000-8000-0000000000c1';
let acme: TestOnboarding;
let beta: TestOnboarding;
let member: Record<string, string>;

interface Written {
  field: string;
  recordId?: string;
  result?: string;
  attempt?: number;
  after?: string;
  at?: string;
  onboardingId?: string;
  error?: string;
}

const wrote = async (entries: Written[]): Promise<string[]> => {
  const ids: string[] = [];
  for (const entry of entries) {
    const [row] = await api.db.query<{ id: string }>(
      `INSERT INTO sync_ledger (connection_id, onboarding_id, at, direction, object_type, record_id, field, before, after, why, actor, result, attempt, error)
       VALUES ($1, $2, $3, 'out', 'deal', $4, $5, 'null', $6, 'The plan was published', 'Gangway', $7, $8, $9) RETURNING id::text AS id`,
      [
        connectionId,
        entry.onboardingId ?? acme.id,
        entry.at ?? '2026-03-02T12:00:00Z',
        entry.recordId ?? '7',
        entry.field,
        JSON.stringify(entry.after ?? '1'),
        entry.result ?? 'written',
        entry.attempt ?? 1,
        entry.error ?? null,
      ],
    );
    ids.push(row?.id ?? '');
  }
  return ids;
};

const failedValue = (recordId: string, field: string, attempts: number, onboardingId: string) =>
  api.db.query(
    `INSERT INTO crm_values (connection_id, object_type, record_id, field, value, why, onboarding_id, state, attempts, error, wanted_at)
     VALUES ($1, 'deal', $2, $3, '"x"', 'why', $4, 'failed', $5, 'PROPERTY_DOESNT_EXIST', '2026-03-02T10:00:00Z')`,
    [connectionId, recordId, field, onboardingId, attempts],
  );

beforeAll(async () => {
  acme = await addOnboarding(api, { name: 'Acme onboarding' });
  beta = await addOnboarding(api, { name: 'Beta onboarding' });
  member = { ...(await signedInAs(api, 'member')), 'content-type': 'application/json' };
  await api.db.query(
    `INSERT INTO crm_connections (id, provider, account_id, name, status_since) VALUES ($1, 'hubspot', 'ledger', 'HubSpot ledger', now()) ON CONFLICT DO NOTHING`,
    [connectionId],
  );
  await api.db.query('DELETE FROM crm_values');
});

const get = async <T extends z.ZodType>(endpoint: { response: T }, path: string): Promise<z.output<T>> =>
  endpoint.response.parse(await (await api.fetch(`/api/v1${path}`, { headers: member })).json());
const replay = async (body: unknown): Promise<unknown> =>
  (await api.fetch('/api/v1/ledger/replay', { method: 'POST', headers: member, body: JSON.stringify(body) })).json();

describe('the sync ledger', () => {
  it('finds entries by record, field, cause, day and any word of them', async () => {
    await wrote([
      { field: 'gangway_stage', recordId: '41', at: '2026-01-05T23:59:00Z' },
      {
        field: 'gangway_health',
        recordId: '42',
        at: '2026-01-06T00:00:00Z',
        result: 'failed',
        error: 'No such 100% field',
      },
    ]);
    const fields = async (query: string): Promise<string[]> =>
      (await get(endpoints.getLedger, `/ledger?${query}`)).items.map(({ field }) => field);
    expect(await fields('recordId=41')).toEqual(['gangway_stage']);
    expect(await fields('from=2026-01-05&to=2026-01-05')).toEqual(['gangway_stage']);
    expect(await fields('from=2026-01-06&to=2026-01-06')).toEqual(['gangway_health']);
    expect(await fields('search=such%20100%25&from=2026-01-01')).toEqual(['gangway_health']);
    expect(await fields('search=acme&from=2026-01-06&to=2026-01-06')).toEqual(['gangway_health']);
    expect(await fields('search=PUBLISHED&recordId=42')).toEqual(['gangway_health']);
    await api.db.query(`UPDATE sync_ledger SET actor = 'Gangway, for Ana Sousa' WHERE record_id = '41'`);
    expect(await fields('actor=ana%20sousa&from=2026-01-01')).toEqual(['gangway_stage']);
    expect(await fields(`connectionId=${acme.id}`)).toEqual([]);
    expect((await api.fetch('/api/v1/ledger?from=yesterday', { headers: member })).status).toBe(422);
  });

  it('is looked through for words 30 days back, and says since when, unless somebody says how far', async () => {
    const now = api.deps.clock.now().getTime();
    const day = (ago: number): string => new Date(now - ago * 86_400_000).toISOString().slice(0, 10);
    const at = (ago: number): string => `${day(ago)}T08:00:00Z`;
    await wrote([
      { field: 'old', recordId: 'words', at: at(31), error: 'a rare word' },
      { field: 'recent', recordId: 'words', at: at(30), error: 'a rare word' },
    ]);
    const found = async (query: string) => {
      const { items, since } = await get(endpoints.getLedger, `/ledger?${query}`);
      return { fields: items.map(({ field }) => field), since };
    };
    expect(await found('search=rare%20word')).toEqual({ fields: ['recent'], since: day(30) });
    expect((await found('actor=gangway')).since).toBe(day(30));
    expect(await found(`search=rare%20word&to=${day(5)}`)).toEqual({ fields: ['recent', 'old'], since: day(35) });
    expect(await found(`search=rare%20word&from=${day(40)}`)).toEqual({ fields: ['recent', 'old'], since: null });
    expect(await found('search=rare%20word&recordId=words')).toEqual({ fields: ['recent', 'old'], since: null });
    expect((await found('result=written')).since).toBeNull();
    const table = await api.fetch('/api/v1/ledger.csv?search=rare%20word', { headers: member });
    const rows: Record<string, string>[] = parse(await table.text(), { bom: true, columns: true });
    expect(rows.map(({ field }) => field)).toEqual(['recent']);
  });

  it('is exported whole, where no cell is a formula', async () => {
    await wrote(
      Array.from({ length: 1_003 }, (_, index) => ({
        field: `f${index}`,
        recordId: 'export',
        after: index === 0 ? '=HYPERLINK("http://evil.example")' : 'a "quoted",\nvalue',
      })),
    );
    const response = await api.fetch('/api/v1/ledger.csv?recordId=export', { headers: member });
    expect(response.headers.get('content-type')).toContain('text/csv');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="sync-ledger.csv"');
    const rows: Record<string, string>[] = parse(await response.text(), { bom: true, columns: true });
    expect(rows).toHaveLength(1_003);
    expect(rows.at(-1)).toMatchObject({ field: 'f0', after: `'=HYPERLINK("http://evil.example")`, result: 'written' });
    expect(rows[0]).toMatchObject({ after: 'a "quoted",\nvalue', connectionName: expect.any(String) });
  });

  it('says in the export what the API says: stages without our mark, options by their label beside what is stored', async () => {
    const field = 'deal.dealstage';
    const labels = { fields: { [field]: 'Deal Stage' }, values: { [field]: { '1103': 'Live' } } };
    await rememberLabels(api.db, connectionId, labels);
    await wrote([
      { field: 'dealstage', recordId: 'labels', after: 'stage:1103' },
      { field: 'gangway_stage', recordId: 'labels', after: 'plan_draft' },
      { field: 'note', recordId: 'labels', after: 'stage:left' },
    ]);
    const { items } = await get(endpoints.getLedger, '/ledger?recordId=labels');
    expect(items.map(({ after, afterLabel }) => [after, afterLabel])).toEqual([
      ['stage:left', null],
      ['plan_draft', 'Draft plan'],
      ['1103', 'Live'],
    ]);
    const table = await api.fetch('/api/v1/ledger.csv?recordId=labels', { headers: member });
    const rows: Record<string, string>[] = parse(await table.text(), { bom: true, columns: true });
    expect(rows.map((row) => [row['fieldLabel'], row['after'], row['afterLabel'], row['beforeLabel']])).toEqual([
      ['', 'stage:left', '', ''],
      ['', 'plan_draft', 'Draft plan', ''],
      ['Deal Stage', '1103', 'Live', ''],
    ]);
  });

  it('refuses an export to whoever is not signed in, and an unknown filter', async () => {
    expect((await api.fetch('/api/v1/ledger.csv')).status).toBe(401);
    expect((await api.fetch('/api/v1/ledger.csv?secret=1', { headers: member })).status).toBe(422);
  });
});

describe('what failed', () => {
  it('is tried again singly, as long as it still fails', async () => {
    await failedValue('91', 'gangway_stage', 2, acme.id);
    await failedValue('92', 'gangway_stage', 1, beta.id);
    const [older, newer] = await wrote([
      { field: 'gangway_stage', recordId: '91', result: 'failed', attempt: 1 },
      { field: 'gangway_stage', recordId: '91', result: 'failed', attempt: 2 },
    ]);
    const shown = async (id: string | undefined): Promise<boolean | undefined> =>
      (await get(endpoints.getLedger, '/ledger?recordId=91')).items.find((entry) => entry.id === id)?.canReplay;
    expect([await shown(older), await shown(newer)]).toEqual([false, true]);
    expect(await replay({ ledgerId: newer })).toEqual({ replayed: 1 });
    expect(await replay({ ledgerId: newer })).toEqual({ replayed: 0 });
    expect(await shown(newer)).toBe(false);
    const states = await api.db.query(`SELECT record_id, state FROM crm_values ORDER BY record_id`);
    expect(states).toEqual([
      { record_id: '91', state: 'pending' },
      { record_id: '92', state: 'failed' },
    ]);
    expect(await api.db.query(`SELECT process FROM outbox WHERE process = 'crm_sync'`)).toHaveLength(1);
  });

  it('is named among the dead letters by the entry of its last failure, by which it alone is tried again', async () => {
    await failedValue('93', 'gangway_stage', 2, acme.id);
    const [, newer] = await wrote([
      { field: 'gangway_stage', recordId: '93', result: 'failed', attempt: 1 },
      { field: 'gangway_stage', recordId: '93', result: 'failed', attempt: 2 },
      { field: 'gangway_health', recordId: '93', result: 'failed', attempt: 2 },
    ]);
    const path = '/ledger/dead-letters';
    const letter = async () =>
      (await get(endpoints.listDeadLetters, path)).items.find(({ recordId }) => recordId === '93');
    expect(await letter()).toMatchObject({ ledgerId: newer });
    expect(await replay({ ledgerId: newer })).toEqual({ replayed: 1 });
    expect(await letter()).toBeUndefined();
  });

  it('stands among the dead letters until it is replayed, also a note that does not come about', async () => {
    await api.db.query(
      `INSERT INTO effects (id, onboarding_id, step, version, kind, payload, state, attempts, error, planned_at)
       VALUES (gen_random_uuid(), $1, 'go_live_note', 1, 'crm_note', '{"kind":"crm_note","dealId":"92"}', 'unclear', 3, 'No scope', '2026-03-01T10:00:00Z')`,
      [beta.id],
    );
    await api.db.query('UPDATE onboardings SET connection_id = $1 WHERE id = $2', [connectionId, beta.id]);
    const [ledgerId] = await wrote([
      { field: 'go_live_note', recordId: '', result: 'failed', onboardingId: beta.id, error: 'No scope' },
    ]);
    const { items, total } = await get(endpoints.listDeadLetters, '/ledger/dead-letters?limit=1');
    expect(total).toBe(2);
    expect(items).toMatchObject([
      { objectType: 'note', recordId: '92', field: 'go_live_note', error: 'No scope', ledgerId },
    ]);
    expect(await replay({ connectionId })).toEqual({ replayed: 2 });
    expect(await get(endpoints.listDeadLetters, '/ledger/dead-letters')).toMatchObject({
      items: [{ objectType: 'note' }],
      total: 1,
    });
  });
});
