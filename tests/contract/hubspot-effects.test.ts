import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CrmPort } from '../../integrations/ports.ts';
import { localDate } from '../../src/domain/calendar.ts';
import { type Sandbox, startSandbox } from './sandbox-server.ts';

let sandbox: Sandbox;
let crm: CrmPort;
let dealId: string;
beforeEach(async () => {
  sandbox = await startSandbox();
  ({ crm } = sandbox.hubspot());
  await crm.setUp();
  ({ id: dealId } = await sandbox.addDeal({
    company: { name: 'Harbor' },
    contacts: [{ email: 'a@harbor.example' }, { email: 'b@harbor.example' }],
    properties: { deal_currency_code: 'JPY' },
  }));
});
afterEach(() => sandbox.stop());

const at = '2026-03-02T09:00:00.000Z';
const note = (key: string, body = 'Live since today.\nHealth 82 <on track> & well') =>
  crm.ensureNote({ key, dealId, body, at });
const task = (key: string) =>
  crm.ensureTask({
    key,
    dealId,
    subject: '30-day check-in',
    body: 'Compare with the baseline',
    dueAt: at,
    ownerId: '78112340',
  });
const renewal = (key: string, change: { pipeline?: string; stage?: string } = {}) =>
  crm.ensureRenewalDeal({
    key,
    dealId,
    name: 'Harbor – renewal 2027',
    amountCents: 1_250_000,
    closeOn: '2027-03-02',
    ownerId: '78112340',
    pipeline: 'Renewals',
    stage: 'upcoming',
    ...change,
  });

describe('notes', () => {
  it('are written once, however often they are asked for', async () => {
    const first = await note('o1:go_live:1');
    expect(first.created).toBe(true);
    expect(await note('o1:go_live:1')).toEqual({ id: first.id, created: false });
    expect((await note('o1:go_live:2')).created).toBe(true);
    const { notes } = await sandbox.deal(dealId);
    expect(notes).toHaveLength(2);
    expect(notes[0]?.properties).toMatchObject({ hs_timestamp: at });
    expect(notes[0]?.properties['hs_note_body']).toMatch(
      /^Live since today\.<br>Health 82 &lt;on track&gt; &amp; well<br><br>Gangway ref [0-9a-f]{15}$/,
    );
  });

  it('are not doubled when the answer was lost, nor when it came too late', async () => {
    await sandbox.control('PUT', '/faults', {
      rules: [{ kind: 'drop', method: 'POST', path: '/objects/notes', afterwards: true, times: 2 }],
    });
    await expect(note('o1:go_live:1')).rejects.toMatchObject({ code: 'crm_unavailable' });
    await sandbox.control('PUT', '/faults', { rules: [] });
    expect(await note('o1:go_live:1')).toMatchObject({ created: false });
    await sandbox.control('PUT', '/faults', {
      rules: [{ kind: 'timeout', method: 'POST', path: '/crm/v3/objects/tasks', afterwards: true, times: 1 }],
    });
    await expect(
      sandbox
        .hubspot({ timeoutMs: 2_000 })
        .crm.ensureTask({ key: 'o1:check_in:1', dealId, subject: 'S', body: 'B', dueAt: at, ownerId: null }),
    ).rejects.toMatchObject({ code: 'crm_unavailable' });
    expect(await task('o1:check_in:1')).toMatchObject({ created: false });
    const { notes, tasks } = await sandbox.deal(dealId);
    expect([notes.length, tasks.length]).toEqual([1, 1]);
  });

  it('are found though searches still lag, and among hundreds', async () => {
    await sandbox.control('PUT', '/limits', { enabled: false, searchLagMs: 600_000 });
    const { id } = await note('o1:go_live:1');
    const inputs = Array.from({ length: 100 }, (_, index) => ({
      properties: { hs_timestamp: at, hs_note_body: `Somebody’s note ${index}` },
      associations: [
        { to: { id: dealId }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 214 }] },
      ],
    }));
    expect(await sandbox.api('POST', '/crm/v3/objects/notes/batch/create', { inputs })).toMatchObject({ status: 201 });
    expect(await note('o1:go_live:1')).toEqual({ id, created: false });
  });

  it('of ours are not read back as what sales wrote', async () => {
    await note('o1:go_live:1');
    const [read] = await crm.readDeals([dealId], []);
    expect(read).toMatchObject({ result: 'found', deal: { notes: [] } });
  });

  it('of any length fit', async () => {
    expect((await note('o1:long:1', '&'.repeat(70_000))).created).toBe(true);
  });
});

describe('tasks', () => {
  it('are written once with due date, owner and type', async () => {
    const first = await task('o1:check_in_30:1');
    expect(await task('o1:check_in_30:1')).toEqual({ id: first.id, created: false });
    const { tasks } = await sandbox.deal(dealId);
    expect(tasks).toHaveLength(1);
    expect(tasks[0]?.properties).toMatchObject({
      hs_task_subject: '30-day check-in',
      hs_timestamp: at,
      hs_task_status: 'NOT_STARTED',
      hs_task_type: 'TODO',
      hubspot_owner_id: '78112340',
    });
  });

  it('for an owner who left are refused with the reason', async () => {
    await expect(
      crm.ensureTask({ key: 'k', dealId, subject: 'S', body: 'B', dueAt: at, ownerId: '78112343' }),
    ).rejects.toMatchObject({ code: 'crm_rejected', details: { field: 'hubspot_owner_id' } });
  });
});

describe('the renewal deal', () => {
  it('is made once in its pipeline, with the company and the people', async () => {
    const first = await renewal('o1:renewal:1');
    expect(first.created).toBe(true);
    const deal = await sandbox.deal(first.id);
    expect(deal.properties).toMatchObject({
      dealname: 'Harbor – renewal 2027',
      gangway_key: 'o1:renewal:1',
      amount: '1250000',
      dealtype: 'existingbusiness',
      hubspot_owner_id: '78112340',
    });
    expect(deal.properties['closedate']).toMatch(/^2027-03-02/);
    expect(deal.stageLabel).toBe('Upcoming');
    expect(deal.company?.id).toBe((await sandbox.deal(dealId)).company?.id);
    expect(deal.contacts).toHaveLength(2);
  });

  it.each(['Pacific/Kiritimati', 'Pacific/Auckland', 'Asia/Tokyo', 'America/New_York', 'Pacific/Pago_Pago'])(
    'closes on its day for people of an account in %s',
    async (zone) => {
      await sandbox.change((state) => {
        state.timezone = zone;
      });
      const { id } = await renewal('o1:renewal:1');
      expect(localDate((await sandbox.deal(id)).properties['closedate'] ?? '', zone)).toBe('2027-03-02');
    },
  );

  it('is not doubled after a lost answer, and keeps what people changed in it', async () => {
    await sandbox.control('PUT', '/faults', {
      rules: [{ kind: 'drop', path: 'batch/upsert', afterwards: true, times: 1 }],
    });
    await expect(renewal('o1:renewal:1')).rejects.toMatchObject({ code: 'crm_unavailable' });
    const made = [...(await sandbox.dealNames())].filter(([, name]) => name.includes('renewal'));
    expect(made).toHaveLength(1);
    const id = made[0]?.[0] ?? '';
    await sandbox.control('PATCH', `/deals/${id}`, { properties: { amount: '99' } });
    expect(await renewal('o1:renewal:1')).toEqual({ id, created: false });
    const deal = await sandbox.deal(id);
    expect(deal.properties['amount']).toBe('99');
    // the associations that the lost answer kept from being made
    expect([deal.company !== null, deal.contacts.length]).toEqual([true, 2]);
  });

  it('two at the same time are one', async () => {
    const both = await Promise.all([renewal('o1:renewal:1'), renewal('o1:renewal:1')]);
    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
  });

  it('for a pipeline or stage that does not exist is refused with what there is', async () => {
    await expect(renewal('k', { pipeline: 'Nowhere' })).rejects.toMatchObject({
      code: 'crm_rejected',
      details: { field: 'pipeline' },
      message: expect.stringContaining('Nowhere'),
    });
    await expect(renewal('k', { stage: 'Nix' })).rejects.toMatchObject({
      code: 'crm_rejected',
      details: { field: 'dealstage' },
      message: expect.stringContaining('Upcoming, In negotiation'),
    });
  });
});
