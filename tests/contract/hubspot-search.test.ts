import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { CrmPort } from '../../integrations/ports.ts';
import { listen, type RecordingGate, type Sandbox, startSandbox } from './sandbox-server.ts';

let sandbox: Sandbox;
let crm: CrmPort;
let gate: RecordingGate;
beforeEach(async () => {
  sandbox = await startSandbox();
  ({ crm, gate } = sandbox.hubspot());
  await sandbox.control('PUT', '/limits', { enabled: false, searchLagMs: 0 });
});
afterEach(() => sandbox.stop());

const since = '2020-01-01T00:00:00.000Z';
async function all(modifiedSince: string): Promise<{ ids: string[]; pages: number }> {
  const ids: string[] = [];
  let pages = 0;
  for (let after: string | null = null; pages === 0 || after !== null; pages += 1) {
    const page = await crm.findWonDeals({ modifiedSince, after });
    ids.push(...page.deals.map(({ dealId }) => dealId));
    after = page.next;
  }
  return { ids, pages };
}
/** bare ones: what is around them does not matter here */
async function wonDeals(count: number): Promise<string[]> {
  const created = await Promise.all(
    Array.from({ length: Math.ceil(count / 100) }, (_, batch) =>
      sandbox.api('POST', '/crm/v3/objects/deals/batch/create', {
        inputs: Array.from({ length: Math.min(100, count - batch * 100) }, (_deal, index) => ({
          properties: { dealname: `Deal ${batch * 100 + index}`, dealstage: 'closedwon' },
        })),
      }),
    ),
  );
  return created
    .flatMap(({ body }) =>
      z
        .object({ results: z.array(z.object({ id: z.string() })) })
        .parse(body)
        .results.map(({ id }) => id),
    )
    .sort();
}
const setModified = (times: Map<string, number>): Promise<void> =>
  sandbox.change((state) => {
    for (const [id, at] of times) {
      const record = state.records.deals[id];
      if (record) record.properties['hs_lastmodifieddate'] = new Date(at).toISOString();
    }
  });

describe('finding won deals', () => {
  it('finds those won in any pipeline and nothing else, charged to searches', async () => {
    const won = await sandbox.addDeal({ stage: 'Closed won' });
    const renewed = await sandbox.addDeal({ pipeline: 'Renewals', stage: 'Renewed' });
    await sandbox.addDeal({ stage: 'Closed lost' });
    await sandbox.addDeal({ stage: 'Contract sent' });
    gate.acquired.length = 0;
    expect((await all(since)).ids.sort()).toEqual([won.id, renewed.id].sort());
    expect(gate.acquired).toEqual(['burst', 'search']);
  });

  it('takes only what changed since, that moment included', async () => {
    const [old, exact, young] = [
      await sandbox.addDeal({ stage: 'Closed won' }),
      await sandbox.addDeal({ stage: 'Closed won' }),
      await sandbox.addDeal({ stage: 'Closed won' }),
    ];
    const at = Date.parse('2026-02-01T10:00:00.000Z');
    await setModified(
      new Map([
        [old.id, at - 1],
        [exact.id, at],
        [young.id, at + 1],
      ]),
    );
    expect((await all(new Date(at).toISOString())).ids).toEqual([exact.id, young.id]);
  });

  it('pages through many in their order, each at least once', async () => {
    const ids = await wonDeals(450);
    const start = Date.parse('2026-02-01T10:00:00.000Z');
    await setModified(new Map(ids.map((id, index) => [id, start + Math.floor(index / 3) * 10])));
    const { ids: found, pages } = await all(since);
    expect(new Set(found)).toEqual(new Set(ids));
    expect(pages).toBe(3);
    expect([...new Set(found)]).toEqual(ids);
  });

  it('does not skip a neighbour when a deal is modified between two pages', async () => {
    const ids = await wonDeals(300);
    const start = Date.parse('2026-02-01T10:00:00.000Z');
    await setModified(new Map(ids.map((id, index) => [id, start + index * 10])));
    const first = await crm.findWonDeals({ modifiedSince: since, after: null });
    for (const id of ids.slice(0, 5))
      await sandbox.control('PATCH', `/deals/${id}`, { properties: { description: 'touched' } });
    const second = await crm.findWonDeals({ modifiedSince: since, after: first.next });
    expect(new Set([...first.deals, ...second.deals].map(({ dealId }) => dealId))).toEqual(new Set(ids));
  });

  it('refuses a place to go on from that is not ours', async () => {
    await sandbox.addDeal();
    await expect(crm.findWonDeals({ modifiedSince: since, after: 'x' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('does not see yet what was written a moment ago; reading by id does', async () => {
    await sandbox.control('PUT', '/limits', { enabled: false, searchLagMs: 60_000 });
    const { id } = await sandbox.addDeal({ stage: 'Closed won' });
    expect((await all(since)).ids).toEqual([]);
    expect(await crm.readDeals([id], [])).toMatchObject([{ result: 'found' }]);
  });
});

describe('finding changed deals', () => {
  it('finds them in any stage, with what became of each and when', async () => {
    const deals = [
      await sandbox.addDeal({ stage: 'Closed won' }),
      await sandbox.addDeal({ stage: 'Closed lost' }),
      await sandbox.addDeal({ pipeline: 'Renewals', stage: 'Renewed' }),
    ];
    const start = Date.parse('2026-02-01T10:00:00.000Z');
    await setModified(new Map(deals.map(({ id }, index) => [id, start + index])));
    const page = await crm.findChangedDeals({ modifiedSince: new Date(start + 1).toISOString(), after: null });
    expect(page).toEqual({
      deals: [
        { dealId: deals[1]?.id, isWon: false, modifiedAt: '2026-02-01T10:00:00.001Z' },
        { dealId: deals[2]?.id, isWon: true, modifiedAt: '2026-02-01T10:00:00.002Z' },
      ],
      next: null,
    });
  });

  it('goes on behind the last page', async () => {
    const ids = await wonDeals(450);
    const found = new Set<string>();
    for (let after: string | null = null, pages = 0; pages === 0 || after !== null; pages += 1) {
      const page = await crm.findChangedDeals({ modifiedSince: since, after });
      for (const { dealId } of page.deals) found.add(dealId);
      after = page.next;
    }
    expect(found).toEqual(new Set(ids));
  });
});

describe('searching by name', () => {
  it('finds deals with stage and outcome', async () => {
    const { id } = await sandbox.addDeal({ name: 'Harbor & Pine – Growth', stage: 'Closed won' });
    await sandbox.addDeal({ name: 'Aldermoor' });
    expect(await crm.searchDeals('harbor')).toEqual([
      { dealId: id, name: 'Harbor & Pine – Growth', stageLabel: 'Closed won', isWon: true },
    ]);
    expect(await crm.searchDeals('h'.repeat(5_000))).toEqual([]);
  });
});

describe('more than one search can reach', () => {
  const requestSchema = z.object({
    after: z.coerce.number(),
    limit: z.number(),
    filterGroups: z.array(z.object({ filters: z.array(z.object({ value: z.string().optional() })) })),
  });
  /** A HubSpot with nothing but deals and their times, and its limit of ten thousand results. */
  async function searchServer(times: number[]): Promise<{ url: string; close(): Promise<void> }> {
    const app = express();
    app.get(
      '/crm/v3/pipelines/deals',
      (_request, response) =>
        void response.json({
          results: [
            {
              id: 'p',
              label: 'P',
              stages: [{ id: 'won', label: 'Won', metadata: { isClosed: 'true', probability: '1.0' } }],
            },
          ],
        }),
    );
    app.post('/crm/v3/objects/deals/search', express.json(), (request, response) => {
      const { after, limit, filterGroups } = requestSchema.parse(request.body);
      if (after + limit > 10_000)
        return void response
          .status(400)
          .json({ status: 'error', message: 'beyond the first 10,000 results', category: 'VALIDATION_ERROR' });
      const from = Number(filterGroups[0]?.filters[0]?.value);
      const matching = times.flatMap((at, index) =>
        at >= from ? [{ id: String(index + 1), properties: { hs_lastmodifieddate: new Date(at).toISOString() } }] : [],
      );
      const next = after + limit < matching.length ? { paging: { next: { after: String(after + limit) } } } : {};
      return void response.json({ total: matching.length, results: matching.slice(after, after + limit), ...next });
    });
    return listen(app);
  }

  it.each([
    ['each at its own time', (index: number) => index],
    ['nearly all in the same millisecond', (index: number) => (index < 9_900 ? 0 : index)],
    ['in lumps of 700', (index: number) => Math.floor(index / 700)],
  ])('%s', async (_name, offset) => {
    const start = Date.parse('2026-02-01T10:00:00.000Z');
    const server = await searchServer(Array.from({ length: 10_450 }, (_, index) => start + offset(index)));
    ({ crm } = sandbox.hubspot({ baseUrl: server.url }));
    const { ids, pages } = await all(since);
    await server.close();
    expect(new Set(ids).size).toBe(10_450);
    expect(pages).toBeLessThan(65);
  });
});
