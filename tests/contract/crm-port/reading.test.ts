/** Reading, for each CRM the same. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CrmWorld, noId, worlds } from './world.ts';

describe.each(worlds)('$name: reading', ({ start }) => {
  let world: CrmWorld;
  beforeEach(async () => {
    world = await start();
  });
  afterEach(() => world.stop());

  it('tells a deal with all around it in our words', async () => {
    const { id, companyId } = await world.addDeal({
      name: 'Harbor rollout',
      closeOn: '2026-03-02',
      company: 'Harbor Logistics',
      contacts: [{ firstName: 'Ada', lastName: 'Berg', email: 'ada@harbor.example', role: 'Decision Maker' }],
      products: [{ name: 'Platform', quantity: 3, price: 1_000 }],
      note: 'They must be live by June',
      fields: { purchased_for: 'Faster handovers', contract_term_months: '24' },
    });
    const [read] = await world.crm.readDeals(
      [id],
      ['purchased_for', 'contract_term_months', 'region', 'no_such_field'],
    );
    expect(read).toMatchObject({
      dealId: id,
      result: 'found',
      deal: {
        dealId: id,
        canonicalDealId: id,
        name: 'Harbor rollout',
        isWon: true,
        isClosed: true,
        closeOn: expect.stringMatching(/^2026-03-02/),
        company: { id: companyId, name: 'Harbor Logistics' },
        contacts: [{ name: 'Ada Berg', email: 'ada@harbor.example', roles: ['decision maker'] }],
        lineItems: [{ name: 'Platform', quantity: 3, amountCents: 300_000 }],
        notes: [{ body: 'They must be live by June' }],
        fields: { purchased_for: 'Faster handovers', contract_term_months: '24' },
      },
    });
  });

  it('tells who gave a field what it holds, and nobody where we did', async () => {
    const { id: recordId } = await world.addDeal();
    const who = (field: string) => world.crm.whoSet('deal', [{ recordId, field }]);
    const values = { gangway_progress: 40 };
    await world.crm.writeFields([{ objectType: 'deal', recordId, values, onboardingId: null }]);
    expect(await who('gangway_progress')).toEqual(new Map());
    await world.setField(recordId, 'region', 'APAC');
    expect(await who('region')).toEqual(new Map([[`${recordId}:region`, 'Priya Nair']]));
  });

  it('knows the currency of amounts', async () => {
    const { id } = await world.addDeal({ amount: 24_000 });
    expect(await world.crm.readDeals([id], [])).toMatchObject([{ deal: { amountCents: 2_400_000, currency: 'USD' } }]);
  });

  it('reads a field that was made a moment ago', async () => {
    const { id } = await world.addDeal();
    await world.crm.readDeals([id], ['region']);
    await world.addDealField('tier__c', 'text');
    await world.setField(id, 'tier__c', 'Gold');
    expect(await world.crm.readDeals([id], ['region', 'tier__c'])).toMatchObject([
      { deal: { fields: { tier__c: 'Gold' } } },
    ]);
  });

  it('answers for every id: deleted and unknown deals are missing', async () => {
    const kept = await world.addDeal();
    const gone = await world.addDeal();
    await world.deleteDeal(gone.id);
    const unknown = noId[world.crm.provider];
    const reads = await world.crm.readDeals([kept.id, gone.id, unknown], []);
    expect(reads.map(({ dealId, result }) => [dealId, result])).toEqual([
      [kept.id, 'found'],
      [gone.id, 'missing'],
      [unknown, 'missing'],
    ]);
  });

  it('reads more deals than fit in one call', async () => {
    const ids = await world.addWonDeals(230);
    const reads = await world.crm.readDeals(ids, []);
    expect(reads.map(({ dealId }) => dealId)).toEqual(ids);
    expect(reads.every(({ result }) => result === 'found')).toBe(true);
  });

  it('knows won by what the CRM says of the stage, whatever it is called', async () => {
    const { id } = await world.addDeal({ stands: 'open' });
    const stands = async () => {
      const [read] = await world.crm.readDeals([id], []);
      return read?.result === 'found' ? { isWon: read.deal.isWon, isClosed: read.deal.isClosed } : null;
    };
    expect(await stands()).toEqual({ isWon: false, isClosed: false });
    await world.moveDeal(id, 'won');
    expect(await stands()).toEqual({ isWon: true, isClosed: true });
    await world.moveDeal(id, 'lost');
    expect(await stands()).toEqual({ isWon: false, isClosed: true });
    expect((await world.crm.listStages()).some(({ isWon, isClosed }) => isWon && isClosed)).toBe(true);
  });

  it('leaves our own notes out of what sales wrote', async () => {
    const { id } = await world.addDeal();
    await world.crm.ensureNote({ key: 'o1:live:1', dealId: id, body: 'Live', at: '2026-03-02T09:00:00.000Z' });
    expect(await world.crm.readDeals([id], [])).toMatchObject([{ deal: { notes: [] } }]);
  });

  it('reads current values for drift, by the names they were asked with', async () => {
    const { id, companyId } = await world.addDeal();
    await world.setField(id, 'gangway_progress', '40');
    const deals = await world.crm.readFields(
      'deal',
      [id, noId[world.crm.provider]],
      ['gangway_progress', 'gangway_stage'],
    );
    expect([...deals]).toEqual([[id, { gangway_progress: '40' }]]);
    const companies = await world.crm.readFields('company', [companyId], ['gangway_customer_status']);
    expect([...companies]).toEqual([[companyId, {}]]);
  });

  it('finds deals by part of their name, won or not, with nothing in it taken for a pattern', async () => {
    const { id } = await world.addDeal({ name: "O'Neill 100% rollout", stands: 'open' });
    await world.addDeal({ name: 'Another' });
    expect(await world.crm.searchDeals("O'Neill 100%")).toMatchObject([{ dealId: id, isWon: false }]);
  });

  it('lists fields with their types, ours among them by our names', async () => {
    const fields = new Map((await world.crm.listFields('deal')).map((field) => [field.name, field]));
    expect(fields.get('gangway_stage')).toMatchObject({ type: 'enumeration', isWritable: true });
    expect(fields.get('gangway_kickoff_date')).toMatchObject({ type: 'date' });
    expect(fields.get(world.ownerField)).toMatchObject({ type: 'user', isWritable: true });
    expect(fields.get('gangway_progress')).toMatchObject({ type: 'number' });
    expect((await world.crm.listFields('company')).map(({ name }) => name)).toContain('gangway_customer_status');
  });
});

describe.each(worlds)('$name: reconcile', ({ start }) => {
  let world: CrmWorld;
  beforeEach(async () => {
    world = await start();
  });
  afterEach(() => world.stop());

  const pagesOf = async (modifiedSince: string) => {
    const found: string[] = [];
    let pages = 0;
    for (let after: string | null = null; pages === 0 || after !== null; pages += 1) {
      const page = await world.crm.findWonDeals({ modifiedSince, after });
      found.push(...page.deals.map(({ dealId }) => dealId));
      after = page.next;
    }
    return { found, pages };
  };

  it('finds won deals alone, page after page, each of them', async () => {
    const ids = await world.addWonDeals(450);
    await world.addDeal({ stands: 'open' });
    await world.addDeal({ stands: 'lost' });
    const { found } = await pagesOf('2020-01-01T00:00:00.000Z');
    expect([...new Set(found)].toSorted()).toEqual(ids.toSorted());
  });

  it('tells the names of won deals with the list, for one whose reading is refused', async () => {
    const { id } = await world.addDeal({ name: 'Harbor rollout' });
    const { deals } = await world.crm.findWonDeals({ modifiedSince: '2020-01-01T00:00:00.000Z', after: null });
    expect(deals).toEqual([{ dealId: id, name: 'Harbor rollout' }]);
  });

  it('finds nothing that is older than the window', async () => {
    await world.addWonDeals(3);
    expect(await pagesOf(new Date(Date.now() + 3_600_000).toISOString())).toEqual({ found: [], pages: 1 });
  });

  it('tells of changed deals whether they are won', async () => {
    const won = await world.addDeal();
    const open = await world.addDeal({ stands: 'open' });
    const { deals } = await world.crm.findChangedDeals({ modifiedSince: '2020-01-01T00:00:00.000Z', after: null });
    expect(deals).toHaveLength(2);
    expect(deals).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ dealId: won.id, isWon: true }),
        expect.objectContaining({ dealId: open.id, isWon: false }),
      ]),
    );
  });

  it('finds companies that were modified, page after page where there are many', async () => {
    const deals = await Promise.all([world.addDeal(), world.addDeal()]);
    const modified = async (modifiedSince: string): Promise<string[]> => {
      const found: string[] = [];
      let after: string | null = null;
      do {
        const page = await world.crm.findChangedCompanies({ modifiedSince, after });
        found.push(...page.companyIds);
        after = page.next;
      } while (after !== null);
      return found;
    };
    const all = await modified('2020-01-01T00:00:00.000Z');
    expect(all).toEqual(expect.arrayContaining(deals.map(({ companyId }) => companyId)));
    expect(await modified(new Date(Date.now() + 3_600_000).toISOString())).toEqual([]);
  });

  it('refuses a page to go on from that is not one of its own', async () => {
    await expect(
      world.crm.findWonDeals({ modifiedSince: '2020-01-01T00:00:00.000Z', after: "' OR 1=1" }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
