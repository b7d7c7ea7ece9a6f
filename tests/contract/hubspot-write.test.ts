import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CrmPort, FieldWrite, FieldWriteResult } from '../../integrations/ports.ts';
import { type RecordingGate, type Sandbox, startSandbox } from './sandbox-server.ts';

let sandbox: Sandbox;
let crm: CrmPort;
let gate: RecordingGate;
beforeEach(async () => {
  sandbox = await startSandbox();
  ({ crm, gate } = sandbox.hubspot());
  await crm.setUp();
  await sandbox.control('DELETE', '/counters');
  gate.acquired.length = 0;
});
afterEach(() => sandbox.stop());

const deal = (recordId: string, values: FieldWrite['values']): FieldWrite => ({
  objectType: 'deal',
  recordId,
  values,
  onboardingId: null,
});
const of = (results: FieldWriteResult[], recordId: string): FieldWriteResult => {
  const result = results.find((one) => one.recordId === recordId);
  if (!result) throw new Error(`No result for ${recordId}`);
  return result;
};
const updates = async (): Promise<{ calls: number; records: number }> =>
  (await sandbox.calls())['POST /crm/v3/objects/deals/batch/update'] ?? { calls: 0, records: 0 };
const makeDeals = (count: number): Promise<string[]> =>
  Promise.all(
    Array.from({ length: count }, async () => (await sandbox.addDeal({ company: { name: 'A company' } })).id),
  );

describe('writing values', () => {
  it('writes every type as HubSpot wants it and says what stood there before', async () => {
    const { id, company } = await sandbox.addDeal({ company: { name: 'Harbor' } });
    const values = {
      gangway_stage: 'in_progress',
      gangway_progress: 42,
      gangway_kickoff_date: '2026-03-02',
      gangway_blocked_by: 'Acme: “IT” & legal',
      gangway_next_milestone: null,
    };
    const results = await crm.writeFields([
      deal(id, values),
      {
        objectType: 'company',
        recordId: company?.id ?? '',
        values: { gangway_customer_status: 'onboarding' },
        onboardingId: null,
      },
    ]);
    expect(of(results, id)).toEqual({
      objectType: 'deal',
      recordId: id,
      result: 'written',
      before: {
        gangway_stage: null,
        gangway_progress: null,
        gangway_kickoff_date: null,
        gangway_blocked_by: null,
        gangway_next_milestone: null,
      },
    });
    expect(of(results, company?.id ?? '')).toMatchObject({ objectType: 'company', result: 'written' });
    expect((await sandbox.deal(id)).properties).toMatchObject({
      gangway_stage: 'in_progress',
      gangway_progress: '42',
      gangway_kickoff_date: '2026-03-02',
      gangway_blocked_by: 'Acme: “IT” & legal',
    });
    expect((await crm.readFields('deal', [id], Object.keys(values))).get(id)).toEqual({
      gangway_stage: 'in_progress',
      gangway_progress: '42',
      gangway_kickoff_date: '2026-03-02',
      gangway_blocked_by: 'Acme: “IT” & legal',
    });
    const cleared = await crm.writeFields([deal(id, { gangway_kickoff_date: null, gangway_progress: 42.5 })]);
    expect(of(cleared, id)).toMatchObject({ before: { gangway_kickoff_date: '2026-03-02', gangway_progress: '42' } });
    expect((await sandbox.deal(id)).properties['gangway_kickoff_date']).toBe('');
  });

  it('sends only what differs, and nothing when all is as wanted', async () => {
    const { id } = await sandbox.addDeal();
    await crm.writeFields([deal(id, { gangway_progress: 40, gangway_stage: 'live' })]);
    expect(await updates()).toMatchObject({ calls: 1 });
    const again = await crm.writeFields([
      deal(id, { gangway_progress: 40, gangway_stage: 'live', gangway_blocked_by: null }),
    ]);
    expect(of(again, id)).toMatchObject({
      result: 'written',
      before: { gangway_progress: '40', gangway_stage: 'live', gangway_blocked_by: null },
    });
    expect(await updates()).toMatchObject({ calls: 1 });
  });

  it('takes two calls for a hundred records', async () => {
    const ids = await makeDeals(100);
    const results = await crm.writeFields(ids.map((id, index) => deal(id, { gangway_progress: (index % 100) + 1 })));
    expect(results.every(({ result }) => result === 'written')).toBe(true);
    expect(gate.acquired).toHaveLength(2);
    expect(await updates()).toMatchObject({ calls: 1, records: 100 });
  });

  it('splits more than a hundred', async () => {
    const ids = await makeDeals(150);
    const results = await crm.writeFields(ids.map((id) => deal(id, { gangway_progress: 7 })));
    expect(results.filter(({ result }) => result === 'written')).toHaveLength(150);
    expect(await updates()).toMatchObject({ calls: 2, records: 150 });
  });

  it('one wrong value among many refuses itself alone', async () => {
    const ids = await makeDeals(40);
    const [wrong = ''] = ids.slice(17);
    const results = await crm.writeFields(
      ids.map((id) => deal(id, { gangway_stage: id === wrong ? 'nonsense' : 'live' })),
    );
    expect(of(results, wrong)).toMatchObject({
      result: 'failed',
      code: 'rejected',
      field: 'gangway_stage',
      message: expect.stringContaining('allowed options'),
    });
    expect(results.filter(({ result }) => result === 'written')).toHaveLength(39);
    expect((await sandbox.deal(ids[0] ?? '')).properties['gangway_stage']).toBe('live');
    // halved until it stood alone: far fewer calls than one each
    expect((await updates()).calls).toBeLessThanOrEqual(13);
  });

  it('a property that does not exist costs one more call, and names itself and the way out', async () => {
    const ids = await makeDeals(30);
    const results = await crm.writeFields(
      ids.map((id, index) =>
        deal(id, index < 20 ? { nobody_made_this: 'x', gangway_progress: 5 } : { gangway_progress: 5 }),
      ),
    );
    expect(
      results.filter(
        (result) =>
          result.result === 'failed' &&
          result.field === 'nobody_made_this' &&
          result.code === 'rejected' &&
          result.message.includes('gangway crm setup hubspot'),
      ),
    ).toHaveLength(20);
    expect(results.filter(({ result }) => result === 'written')).toHaveLength(10);
    expect(await updates()).toMatchObject({ calls: 2 });
  });

  it('a read-only property is refused by name', async () => {
    const { id } = await sandbox.addDeal();
    expect(await crm.writeFields([deal(id, { hs_is_closed_won: true })])).toMatchObject([
      { result: 'failed', code: 'rejected', field: 'hs_is_closed_won' },
    ]);
  });

  it('a record that is gone is missing, the others are written', async () => {
    const [kept = '', gone = ''] = await makeDeals(2);
    await sandbox.control('DELETE', `/deals/${gone}`);
    const results = await crm.writeFields([deal(kept, { gangway_progress: 1 }), deal(gone, { gangway_progress: 1 })]);
    expect(of(results, kept)).toMatchObject({ result: 'written' });
    expect(of(results, gone)).toMatchObject({ result: 'failed', code: 'missing', field: null });
  });

  it('a merged deal is written where it went', async () => {
    const [one = '', other = ''] = await makeDeals(2);
    const merged = await sandbox.merge(one, other);
    expect(await crm.writeFields([deal(one, { gangway_progress: 9 })])).toMatchObject([
      { recordId: one, result: 'written' },
    ]);
    expect((await sandbox.deal(merged.id)).properties['gangway_progress']).toBe('9');
  });

  it('two deals that became one are written one after the other, since a batch may name a record once', async () => {
    const [one = '', other = ''] = await makeDeals(2);
    const merged = await sandbox.merge(one, other);
    const results = await crm.writeFields([deal(one, { gangway_progress: 9 }), deal(other, { amount: 5 })]);
    expect(results.map(({ recordId, result }) => [recordId, result])).toEqual([
      [one, 'written'],
      [other, 'written'],
    ]);
    expect((await sandbox.deal(merged.id)).properties).toMatchObject({
      gangway_progress: '9',
      amount: '5',
    });
    expect((await sandbox.calls())['POST /crm/v3/objects/deals/batch/update']).toMatchObject({ calls: 2, failed: 0 });
  });

  describe('a deal’s stage', () => {
    it('is found by its label or id in the deal’s own pipeline', async () => {
      const sales = await sandbox.addDeal({ stage: 'Closed won' });
      const renewal = await sandbox.addDeal({ pipeline: 'Renewals' });
      const results = await crm.writeFields([
        deal(sales.id, { dealstage: 'stage:live' }),
        deal(renewal.id, { dealstage: 'stage:1103944303' }),
      ]);
      expect(of(results, sales.id)).toMatchObject({ result: 'written', before: { dealstage: 'closedwon' } });
      expect((await sandbox.deal(sales.id)).stageLabel).toBe('Live');
      expect((await sandbox.deal(renewal.id)).stageLabel).toBe('Renewed');
    });

    it('that its pipeline does not have is refused with the names there are', async () => {
      const { id } = await sandbox.addDeal({ pipeline: 'Renewals' });
      expect(await crm.writeFields([deal(id, { dealstage: 'stage:Live' })])).toMatchObject([
        {
          result: 'failed',
          code: 'rejected',
          field: 'dealstage',
          message: 'The pipeline “Renewals” has no stage “Live”; it has Upcoming, In negotiation, Renewed, Churned',
        },
      ]);
    });
  });

  describe('when HubSpot is in trouble', () => {
    it('throws when nothing could be written', async () => {
      const { id } = await sandbox.addDeal();
      await sandbox.control('PUT', '/faults', { rules: [{ kind: 'status', status: 503 }] });
      await expect(crm.writeFields([deal(id, { gangway_progress: 1 })])).rejects.toMatchObject({
        code: 'crm_unavailable',
      });
      await sandbox.control('PUT', '/faults', { tokensRevoked: true });
      await expect(crm.writeFields([deal(id, { gangway_progress: 1 })])).rejects.toMatchObject({ code: 'crm_revoked' });
      await sandbox.control('PUT', '/faults', {});
      expect(await crm.writeFields([deal(id, { gangway_progress: 1 })])).toMatchObject([{ result: 'written' }]);
    });

    it('keeps what the first batch reached; the rest is to be tried again', async () => {
      const ids = await makeDeals(120);
      await sandbox.control('PUT', '/faults', { rules: [] });
      const writes = ids.map((id) => deal(id, { gangway_progress: 3 }));
      const results = crm.writeFields(writes);
      // the second batch’s update is refused for its rate
      await expect.poll(async () => (await updates()).calls).toBeGreaterThan(0);
      await sandbox.control('PUT', '/faults', { rules: [{ kind: 'status', status: 429, path: 'batch/update' }] });
      const settled = await results;
      expect(settled.slice(0, 100).every(({ result }) => result === 'written')).toBe(true);
      expect(settled).toHaveLength(120);
    });

    it('an update whose answer was lost is harmless to repeat', async () => {
      const { id } = await sandbox.addDeal();
      await sandbox.control('PUT', '/faults', {
        rules: [{ kind: 'drop', path: 'batch/update', afterwards: true, times: 1 }],
      });
      expect(await crm.writeFields([deal(id, { gangway_progress: 55 })])).toMatchObject([
        { result: 'failed', code: 'retry' },
      ]);
      expect((await sandbox.deal(id)).properties['gangway_progress']).toBe('55');
      expect(await crm.writeFields([deal(id, { gangway_progress: 55 })])).toMatchObject([
        { result: 'written', before: { gangway_progress: '55' } },
      ]);
      expect(await updates()).toMatchObject({ calls: 1 });
    });
  });
});
