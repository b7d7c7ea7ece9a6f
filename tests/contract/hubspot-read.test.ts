import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DealRead, DealSnapshot } from '../../integrations/ports.ts';
import { type Sandbox, startSandbox } from './sandbox-server.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const found = (read: DealRead | undefined): DealSnapshot => {
  if (read?.result !== 'found') throw new Error('The deal was not found');
  return read.deal;
};
const batchRead = (calls: Record<string, { calls: number }>, what: string): number => calls[what]?.calls ?? 0;

describe('reading deals', () => {
  it('brings a deal with everything around it', async () => {
    const { id } = await sandbox.addDeal({
      name: 'Harbor & Pine',
      stage: 'Closed won',
      ownerId: '78112340',
      properties: {
        amount: '25200.5',
        deal_currency_code: 'EUR',
        segment: 'mid_market',
        wished_go_live: '2026-04-01',
        implementation_notes: '',
      },
      company: {
        name: 'Harbor & Pine',
        domain: 'harbor.example',
        country: 'Germany',
        timezone: 'Europe/Berlin',
        employees: 240,
      },
      contacts: [
        {
          email: 'dana@harbor.example',
          firstName: 'Dana',
          lastName: 'W',
          label: 'Project lead',
          timezone: 'America/New_York',
          language: 'en',
          country: 'US',
        },
        { email: 'mei@harbor.example', firstName: 'Mei', lastName: 'T', timezone: 'Mars/Olympus' },
      ],
      lineItems: [
        { name: 'Growth plan', sku: 'GROWTH', quantity: 60, price: 420, termMonths: 24 },
        { name: 'Onboarding', price: 4_800 },
      ],
      notes: ['They <b>switch off</b> the old tool&nbsp;in June.<br>Date matters.'],
    });
    const { crm } = sandbox.hubspot();
    const deal = found(
      (await crm.readDeals([id], ['segment', 'wished_go_live', 'implementation_notes', 'no_such_property']))[0],
    );
    expect(deal).toMatchObject({
      dealId: id,
      canonicalDealId: id,
      name: 'Harbor & Pine',
      stageLabel: 'Closed won',
      isWon: true,
      isClosed: true,
      amountCents: 2_520_050,
      currency: 'EUR',
      dealType: 'newbusiness',
      owner: { id: '78112340', name: 'Priya Nair', isActive: true },
      company: {
        name: 'Harbor & Pine',
        domain: 'harbor.example',
        country: 'Germany',
        timezone: 'Europe/Berlin',
        employees: 240,
      },
      fields: { segment: 'mid_market', wished_go_live: '2026-04-01' },
    });
    expect(deal.fields).not.toHaveProperty('implementation_notes');
    expect(deal.closeOn).toMatch(/^\d{4}-\d{2}-\d{2}T/);
    expect(deal.contacts.map(({ email, roles, timezone }) => ({ email, roles, timezone }))).toEqual([
      { email: 'dana@harbor.example', roles: ['project lead'], timezone: 'America/New_York' },
      { email: 'mei@harbor.example', roles: [], timezone: 'mars/olympus' },
    ]);
    expect(
      deal.lineItems.map(({ name, quantity, amountCents, termMonths, recurring }) => ({
        name,
        quantity,
        amountCents,
        termMonths,
        recurring,
      })),
    ).toEqual([
      { name: 'Growth plan', quantity: 60, amountCents: 2_520_000, termMonths: 24, recurring: true },
      { name: 'Onboarding', quantity: 1, amountCents: 480_000, termMonths: null, recurring: false },
    ]);
    expect(deal.notes.map(({ body }) => body)).toEqual(['They switch off the old tool in June.\nDate matters.']);
    expect(deal.url).toBe(`https://app.hubspot.com/contacts/147258369/record/0-3/${id}`);
  });

  it('takes no more calls than batches need, each charged once', async () => {
    const ids = (
      await Promise.all(
        Array.from({ length: 5 }, (_, index) =>
          sandbox.addDeal({
            company: { name: `C${index}` },
            contacts: [{ email: `p${index}@c.example` }],
            lineItems: [{ name: 'Plan' }],
            notes: ['Hello'],
            ownerId: '78112340',
          }),
        ),
      )
    ).map(({ id }) => id);
    const { crm, gate } = sandbox.hubspot();
    await crm.readDeals(ids, []);
    const calls = await sandbox.calls();
    for (const type of ['deals', 'companies', 'contacts', 'line_items', 'notes'])
      expect(batchRead(calls, `POST /crm/v3/objects/${type}/batch/read`)).toBe(1);
    for (const to of ['companies', 'contacts', 'line_items', 'notes'])
      expect(batchRead(calls, `POST /crm/v4/associations/deals/${to}/batch/read`)).toBe(1);
    expect(gate.acquired).toHaveLength(11);
    // pipelines and owners are remembered
    await crm.readDeals(ids, []);
    expect(gate.acquired).toHaveLength(20);
    expect(Object.values(await sandbox.calls()).reduce((sum, row) => sum + row.calls, 0)).toBe(20);
  });

  it('asks for nothing where there is nothing', async () => {
    const { id } = await sandbox.addDeal();
    const { crm, gate } = sandbox.hubspot();
    expect(await crm.readDeals([], [])).toEqual([]);
    expect(gate.acquired).toEqual([]);
    expect(found((await crm.readDeals([id, id], []))[0])).toMatchObject({
      contacts: [],
      lineItems: [],
      notes: [],
      company: null,
      owner: null,
    });
    // once, who the users are
    expect(gate.acquired).toHaveLength(7);
    await crm.readDeals([id], []);
    expect(gate.acquired).toHaveLength(12);
  });

  it('splits more than a hundred', async () => {
    const ids = await sandbox.addDeals(130);
    const { crm } = sandbox.hubspot();
    const reads = await crm.readDeals(ids, ['segment']);
    expect(reads.map((read) => read.dealId)).toEqual(ids);
    expect(reads.every((read) => read.result === 'found' && read.deal.contacts.length === 2 && read.deal.isWon)).toBe(
      true,
    );
    const calls = await sandbox.calls();
    expect(batchRead(calls, 'POST /crm/v3/objects/deals/batch/read')).toBe(2);
    expect(batchRead(calls, 'POST /crm/v3/objects/contacts/batch/read')).toBe(3);
  });

  it('reads five hundred properties without the address growing too long', async () => {
    const { id } = await sandbox.addDeal({ properties: { segment: 'smb' } });
    const many = Array.from({ length: 500 }, (_, index) => `a_rather_long_property_name_of_somebody_else_${index}`);
    expect(found((await sandbox.hubspot().crm.readDeals([id], ['segment', ...many]))[0]).fields).toEqual({
      segment: 'smb',
    });
  });

  it('brings properties of the company under names of their own', async () => {
    const { id } = await sandbox.addDeal({
      properties: { segment: 'smb' },
      company: { name: 'Harbor', industry: 'RETAIL', employees: 240 },
    });
    const alone = await sandbox.addDeal({});
    const fields = ['segment', 'industry', 'company.industry', 'company.numberofemployees', 'company.no_such_property'];
    const reads = await sandbox.hubspot().crm.readDeals([id, alone.id], fields);
    expect(reads.map((read) => found(read).fields)).toEqual([
      {
        segment: 'smb',
        'company.industry': 'RETAIL',
        'company.numberofemployees': '240',
      },
      {},
    ]);
  });

  it('says which do not exist, also when all of them are gone', async () => {
    const { id } = await sandbox.addDeal();
    const gone = await sandbox.addDeal();
    await sandbox.control('DELETE', `/deals/${gone.id}`);
    const { crm } = sandbox.hubspot();
    expect((await crm.readDeals([id, gone.id, '404'], [])).map((read) => [read.dealId, read.result])).toEqual([
      [id, 'found'],
      [gone.id, 'missing'],
      ['404', 'missing'],
    ]);
    expect((await crm.readDeals([gone.id], [])).map((read) => read.result)).toEqual(['missing']);
    await sandbox.control('POST', `/deals/${gone.id}/restore`);
    expect((await crm.readDeals([gone.id], [])).map((read) => read.result)).toEqual(['found']);
  });

  it.each([
    [false, 'a new record'],
    [true, 'the primary record'],
  ])('a merged deal answers as %s → %s, with the associations of both', async (keepsPrimaryId) => {
    const one = await sandbox.addDeal({ name: 'One', contacts: [{ email: 'one@c.example' }] });
    const other = await sandbox.addDeal({ name: 'Other', contacts: [{ email: 'other@c.example' }] });
    const merged = await sandbox.merge(one.id, other.id, keepsPrimaryId);
    const reads = await sandbox.hubspot().crm.readDeals([one.id, other.id], []);
    for (const read of reads) {
      const deal = found(read);
      expect(deal.canonicalDealId).toBe(merged.id);
      expect(new Set(deal.contacts.map(({ email }) => email))).toEqual(new Set(['one@c.example', 'other@c.example']));
    }
    expect(merged.id === one.id).toBe(keepsPrimaryId);
  });
});

describe('who owns it and whether it is won', () => {
  it('a stage is won by its metadata, in every pipeline, never by its name', async () => {
    await sandbox.change(
      (state) =>
        void state.pipelines.push({
          id: '900',
          label: 'Partners',
          stages: [
            { id: '901', label: 'Closed won', probability: '0.9', isClosed: false },
            { id: '902', label: 'Abgeschlossen', probability: '1.0', isClosed: true },
            { id: '903', label: 'closedwon', probability: '0.0', isClosed: true },
            { id: '904', label: 'Signed', probability: '1', isClosed: true },
          ],
        }),
    );
    const { crm } = sandbox.hubspot();
    const won = new Map(
      (await crm.listStages())
        .filter(({ pipelineId }) => pipelineId === '900')
        .map(({ stageId, isWon, isClosed }) => [stageId, [isWon, isClosed]]),
    );
    expect(Object.fromEntries(won)).toEqual({
      901: [false, false],
      902: [true, true],
      903: [false, true],
      904: [true, true],
    });
    const deals = await Promise.all(['901', '902'].map((stage) => sandbox.addDeal({ pipeline: '900', stage })));
    expect(
      (
        await crm.readDeals(
          deals.map(({ id }) => id),
          [],
        )
      ).map((read) => found(read).isWon),
    ).toEqual([false, true]);
  });

  it('a stage made after pipelines were read is looked up again', async () => {
    const { crm } = sandbox.hubspot();
    await crm.listStages();
    await sandbox.change(
      (state) =>
        void state.pipelines.push({
          id: '900',
          label: 'New',
          stages: [{ id: '901', label: 'Signed', probability: '1.0', isClosed: true }],
        }),
    );
    const { id } = await sandbox.addDeal({ pipeline: '900', stage: '901' });
    expect(found((await crm.readDeals([id], []))[0])).toMatchObject({ isWon: true, stageLabel: 'Signed' });
  });

  it('an owner who left is found as inactive', async () => {
    const { id } = await sandbox.addDeal({ ownerId: '78112340' });
    expect(found((await sandbox.hubspot().crm.readDeals([id], []))[0]).owner).toMatchObject({ isActive: true });
    await sandbox.change((state) => {
      for (const owner of state.owners) owner.archived ||= owner.id === '78112340';
    });
    expect(found((await sandbox.hubspot().crm.readDeals([id], []))[0]).owner).toMatchObject({
      name: 'Priya Nair',
      isActive: false,
    });
  });

  it('many at once share one reading of pipelines and owners', async () => {
    const { id } = await sandbox.addDeal({ ownerId: '78112340' });
    const { crm } = sandbox.hubspot();
    await Promise.all(Array.from({ length: 6 }, () => crm.readDeals([id], [])));
    const calls = await sandbox.calls();
    expect(batchRead(calls, 'GET /crm/v3/pipelines/deals')).toBe(1);
    expect(batchRead(calls, 'GET /crm/v3/owners')).toBe(1);
  });
});
