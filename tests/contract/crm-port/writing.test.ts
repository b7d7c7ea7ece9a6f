/** Writing values, for each CRM the same. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FieldWrite, FieldWriteResult } from '../../../integrations/ports.ts';
import { type CrmWorld, noId, worlds } from './world.ts';

const onboardingId = '0190a8c0-7c1e-7000-8000-00000000000a';
const of = (results: FieldWriteResult[], recordId: string): FieldWriteResult | undefined =>
  results.find((one) => one.recordId === recordId);

describe.each(worlds)('$name: writing', ({ start }) => {
  let world: CrmWorld;
  beforeEach(async () => {
    world = await start();
  });
  afterEach(() => world.stop());

  const deal = (recordId: string, values: FieldWrite['values'], expected?: FieldWrite['expected']): FieldWrite => ({
    objectType: 'deal',
    recordId,
    values,
    onboardingId,
    ...(expected && { expected }),
  });
  const write = (...writes: FieldWrite[]): Promise<FieldWriteResult[]> => world.crm.writeFields(writes);

  it('says who had set what it found changed, as far as the CRM knows', async () => {
    const { id } = await world.addDeal();
    await write(deal(id, { region: 'EMEA' }));
    await world.setField(id, 'region', 'APAC');
    const expected = { region: { anyOf: ['EMEA'], ifChanged: 'write' as const } };
    expect(of(await write(deal(id, { region: 'NA' }, expected)), id)).toMatchObject({
      before: { region: 'APAC' },
      changedByOthers: ['region'],
      changedBy: { region: 'Priya Nair' },
    });
    const ours = of(await write(deal(id, { region: 'EMEA' }, expected)), id);
    expect(ours).toMatchObject({ changedByOthers: ['region'] });
    expect(ours).not.toHaveProperty('changedBy');
  });

  it('keeps every type and says what stood there before', async () => {
    const { id, companyId } = await world.addDeal();
    const values = {
      gangway_stage: 'in_progress',
      gangway_progress: 42,
      gangway_kickoff_date: '2026-03-02',
      gangway_next_milestone: 'Kick-off “done” & signed',
      gangway_onboarding_url: 'https://gangway.example.com/console/onboardings/1',
    };
    const results = await write(deal(id, values), {
      objectType: 'company',
      recordId: companyId,
      values: { gangway_customer_status: 'onboarding' },
      onboardingId,
    });
    const empty = Object.fromEntries(Object.keys(values).map((name) => [name, null]));
    expect(of(results, id)).toMatchObject({ objectType: 'deal', result: 'written', before: empty });
    expect(of(results, companyId)).toMatchObject({ objectType: 'company', result: 'written' });
    const read = await world.crm.readFields('deal', [id], Object.keys(values));
    expect(read.get(id)).toEqual({ ...values, gangway_progress: '42' });
    const [again] = await write(deal(id, { gangway_progress: 43, gangway_stage: 'live' }));
    expect(again).toMatchObject({ before: { gangway_progress: '42', gangway_stage: 'in_progress' } });
  });

  it.each(['open', 'lost'] as const)(
    'leaves the stage of a deal that is %s where that is asked for, and writes the rest',
    async (stands) => {
      const { id } = await world.addDeal({ stands });
      const stage = await world.stageOf(id);
      const values = { dealstage: `stage:${world.liveStage}`, gangway_progress: 42 };
      const [result] = await write({ ...deal(id, values), onlyWhereWon: ['dealstage', 'pipeline'] });
      expect(result).toMatchObject({ result: 'written', left: ['dealstage'] });
      expect(await world.stageOf(id)).toBe(stage);
      expect(await world.held(id, 'gangway_progress')).toBeTruthy();
      await world.moveDeal(id, 'won');
      const [won] = await write({ ...deal(id, values), onlyWhereWon: ['dealstage', 'pipeline'] });
      expect(won).not.toHaveProperty('left');
      expect(await world.stageOf(id)).toBe(world.liveStage);
    },
  );

  it('says what a number became of which the CRM keeps fewer decimals, and takes it for the same from then on', async () => {
    const { id } = await world.addDeal();
    await world.addDealField('acv__c', 'number');
    const values = { acv__c: 1234.567, gangway_progress: 42 };
    const [result] = await write(deal(id, values));
    const held = Number(await world.held(id, 'acv__c'));
    const isRounded = held !== values.acv__c;
    expect(result).toMatchObject({ result: 'written', ...(isRounded && { rounded: { acv__c: held } }) });
    expect(result).not.toHaveProperty('rounded.gangway_progress');
    const [again] = await write(deal(id, values, { acv__c: { anyOf: [null], ifChanged: 'keep' } }));
    expect(again).not.toHaveProperty('changedByOthers');
    const expected = { acv__c: { anyOf: [1234.567], ifChanged: 'keep' as const } };
    const [next] = await write(deal(id, { acv__c: 7 }, expected));
    expect(next).not.toHaveProperty('changedByOthers');
    expect(Number(await world.held(id, 'acv__c'))).toBe(7);
  });

  it('companies that may not be written are refused, with what is missing; deals are written', async () => {
    const { id, companyId } = await world.addDeal();
    await world.trouble('companies_forbidden');
    const company = { objectType: 'company' as const, values: { gangway_customer_status: 'onboarding' }, onboardingId };
    const results = await write({ ...company, recordId: companyId }, deal(id, { gangway_progress: 42 }));
    expect(of(results, id)).toMatchObject({ result: 'written' });
    expect(of(results, companyId)).toMatchObject({
      result: 'failed',
      code: 'forbidden',
      message: expect.stringMatching(/crm\.objects\.companies\.write|INSUFFICIENT_ACCESS/),
    });
  });

  it('clears with null', async () => {
    const { id } = await world.addDeal();
    await write(deal(id, { gangway_kickoff_date: '2026-03-02', gangway_progress: 5, gangway_blocked_by: 'x' }));
    await write(deal(id, { gangway_kickoff_date: null, gangway_progress: null, gangway_blocked_by: null }));
    const read = await world.crm.readFields(
      'deal',
      [id],
      ['gangway_kickoff_date', 'gangway_progress', 'gangway_blocked_by'],
    );
    expect(read.get(id)).toEqual({});
  });

  it('gives each of many records a result', async () => {
    const ids = await world.addWonDeals(230);
    const results = await write(...ids.map((id, index) => deal(id, { gangway_progress: index % 100 })));
    expect(results.map(({ recordId }) => recordId).toSorted()).toEqual(ids.toSorted());
    expect(results.every(({ result }) => result === 'written')).toBe(true);
    expect(Number(await world.held(ids[207] ?? '', 'gangway_progress'))).toBe(7);
  });

  it('names the field that is refused, and writes its neighbours’ records', async () => {
    const [wrong, right] = [await world.addDeal(), await world.addDeal()];
    const results = await write(
      deal(wrong.id, { gangway_stage: 'nonsense', gangway_progress: 1 }),
      deal(right.id, { gangway_stage: 'live', gangway_progress: 1 }),
    );
    expect(of(results, wrong.id)).toMatchObject({ result: 'failed', code: 'rejected', field: 'gangway_stage' });
    expect(of(results, right.id)).toMatchObject({ result: 'written' });
  });

  it('stops for a field alone that was deleted in the CRM, by its name', async () => {
    const [one, other] = [await world.addDeal(), await world.addDeal()];
    await write(deal(one.id, { gangway_progress: 1 }));
    await world.deleteDealField('gangway_health');
    const results = await write(deal(one.id, { gangway_health: 80 }), deal(other.id, { gangway_progress: 2 }));
    expect(of(results, one.id)).toMatchObject({ result: 'failed', code: 'rejected', field: 'gangway_health' });
    expect(of(results, other.id)).toMatchObject({ result: 'written' });
    const read = await world.crm.readFields('deal', [other.id], ['gangway_health', 'gangway_progress']);
    expect(read.get(other.id)).toEqual({ gangway_progress: '2' });
  });

  it('finds deleted and unknown records missing', async () => {
    const [kept, gone] = [await world.addDeal(), await world.addDeal()];
    await world.deleteDeal(gone.id);
    const unknown = noId[world.crm.provider];
    const results = await write(...[kept.id, gone.id, unknown].map((id) => deal(id, { gangway_progress: 1 })));
    expect(of(results, kept.id)).toMatchObject({ result: 'written' });
    expect(of(results, gone.id)).toMatchObject({ result: 'failed', code: 'missing' });
    expect(of(results, unknown)).toMatchObject({ result: 'failed', code: 'missing' });
  });

  it('moves a deal to a stage by its label, and names the stage that is not there', async () => {
    const { id } = await world.addDeal();
    expect(await write(deal(id, { dealstage: `stage:${world.liveStage.toLowerCase()}` }))).toMatchObject([
      { result: 'written' },
    ]);
    expect(await world.crm.readDeals([id], [])).toMatchObject([{ deal: { stageLabel: world.liveStage } }]);
    expect(await write(deal(id, { dealstage: 'stage:Nowhere' }))).toMatchObject([
      { result: 'failed', code: 'rejected', field: 'dealstage', message: expect.stringContaining('Nowhere') },
    ]);
  });

  it('keeps or overwrites what somebody changed since, as it is told to', async () => {
    const { id } = await world.addDeal();
    await write(deal(id, { gangway_next_milestone: 'Kickoff', gangway_progress: 10 }));
    await world.setField(id, 'gangway_next_milestone', 'By a rep');
    const expected = (ifChanged: 'keep' | 'write') => ({ gangway_next_milestone: { anyOf: ['Kickoff'], ifChanged } });
    const [kept] = await write(
      deal(id, { gangway_next_milestone: 'Training', gangway_progress: 20 }, expected('keep')),
    );
    expect(kept).toMatchObject({
      result: 'written',
      before: { gangway_next_milestone: 'By a rep' },
      changedByOthers: ['gangway_next_milestone'],
    });
    expect(await world.held(id, 'gangway_next_milestone')).toBe('By a rep');
    expect(Number(await world.held(id, 'gangway_progress'))).toBe(20);
    const [overwritten] = await write(deal(id, { gangway_next_milestone: 'Training' }, expected('write')));
    expect(overwritten).toMatchObject({ changedByOthers: ['gangway_next_milestone'] });
    expect(await world.held(id, 'gangway_next_milestone')).toBe('Training');
    const [untouched] = await write(
      deal(
        id,
        { gangway_next_milestone: 'Live' },
        { gangway_next_milestone: { anyOf: ['Training'], ifChanged: 'keep' } },
      ),
    );
    expect(untouched).not.toHaveProperty('changedByOthers');
  });

  it('is harmless to repeat where the answer was lost', async () => {
    const { id } = await world.addDeal();
    await world.trouble('lost_update');
    expect(await write(deal(id, { gangway_progress: 55 }))).toMatchObject([{ result: 'failed', code: 'retry' }]);
    expect(Number(await world.held(id, 'gangway_progress'))).toBe(55);
    await world.trouble('none');
    expect(await write(deal(id, { gangway_progress: 55 }))).toMatchObject([
      { result: 'written', before: { gangway_progress: '55' } },
    ]);
  });
});

describe.each(worlds)('$name: in trouble', ({ start }) => {
  let world: CrmWorld;
  let dealId: string;
  beforeEach(async () => {
    world = await start();
    ({ id: dealId } = await world.addDeal());
  });
  afterEach(() => world.stop());

  const attempts = (): Promise<unknown>[] => [
    world.crm.readDeals([dealId], []),
    world.crm.writeFields([
      { objectType: 'deal', recordId: dealId, values: { gangway_progress: 1 }, onboardingId: null },
    ]),
    world.crm.ensureNote({ key: 'o1:note:1', dealId, body: 'x', at: '2026-03-02T09:00:00.000Z' }),
    world.crm.findWonDeals({ modifiedSince: '2026-01-01T00:00:00.000Z', after: null }),
  ];
  const codes = async (): Promise<unknown[]> =>
    (await Promise.allSettled(attempts())).map((result) =>
      result.status === 'rejected' && result.reason instanceof Error && 'code' in result.reason
        ? result.reason.code
        : 'none',
    );
  const all = (code: string): string[] => [code, code, code, code];

  it('away: every call fails as unavailable, and works again once it is back', async () => {
    await world.trouble('away');
    expect(await codes()).toEqual(all('crm_unavailable'));
    await world.trouble('none');
    expect(await codes()).toEqual(all('none'));
  });

  it('revoked: every call says so', async () => {
    await world.crm.readDeals([dealId], []);
    await world.trouble('revoked');
    expect(await codes()).toEqual(all('crm_revoked'));
  });

  it('the day’s calls used up: throttled, and everybody is held back for long', async () => {
    await world.crm.readDeals([dealId], []);
    await world.trouble('day_used_up');
    expect(await codes()).toEqual(expect.arrayContaining(['crm_throttled']));
    const [block] = world.gate.blocked;
    expect(block).toMatchObject({ limitClass: 'daily' });
    expect(block?.ms).toBeGreaterThan(60_000);
  });
});
