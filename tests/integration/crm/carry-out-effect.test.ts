import { v7 as uuid } from 'uuid';
import { expect, test } from 'vitest';
import type { RateGate } from '../../../integrations/ports.ts';
import { listDeadLetters } from '../../../src/db/queries/list-dead-letters.ts';
import type { EffectPayload } from '../../../src/domain/model.ts';
import { carryOutEffect } from '../../../src/usecases/crm/carry-out-effect.ts';
import { crmForEachTest } from './crm-fixture.ts';

const world = crmForEachTest();
const at = '2026-11-20T09:00:00.000Z';

async function addEffect(payload: (dealId: string) => EffectPayload): Promise<{ id: string; dealId: string }> {
  const { id: dealId } = await world.sandbox.addDeal({ contacts: [{ email: 'a@harbor.example' }] });
  const [accountId, onboardingId, id] = [uuid(), uuid(), uuid()];
  await world.db.query(`INSERT INTO accounts (id, name) VALUES ($1, 'Acme')`, [accountId]);
  await world.db.query(
    `INSERT INTO onboardings (id, workflow_id, account_id, connection_id, deal_id, name, status, deal, timezone, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, 'Acme', 'live', '{}', 'Europe/Berlin', $6, $6)`,
    [onboardingId, `onboarding:${onboardingId}`, accountId, world.connectionId, dealId, at],
  );
  const planned = payload(dealId);
  await world.db.query(
    `INSERT INTO effects (id, onboarding_id, step, kind, payload, planned_at) VALUES ($1, $2, 'go_live', $3, $4, $5)`,
    [id, onboardingId, planned.kind, JSON.stringify(planned), at],
  );
  return { id, dealId };
}
const note = (dealId: string): EffectPayload => ({ kind: 'crm_note', dealId, body: 'Live', at });
const task = (dealId: string): EffectPayload => ({
  kind: 'crm_task',
  dealId,
  subject: '30-day check-in',
  body: 'Compare with the baseline',
  dueAt: at,
  ownerCrmId: null,
});

interface EffectRow {
  state: string;
  result: { created: boolean } | null;
  is_held: boolean;
}
async function effectRow(id: string): Promise<EffectRow | undefined> {
  const [row] = await world.db.query<EffectRow>(
    `SELECT state, result, coalesce(leased_until > clock_timestamp(), false) AS is_held FROM effects WHERE id = $1`,
    [id],
  );
  return row;
}
const leaseRunsOut = (id: string) =>
  world.db.query(`UPDATE effects SET leased_until = clock_timestamp() - interval '1 ms' WHERE id = $1`, [id]);

/** Lets calls through until one is about to be made after `free` others; that one waits to be let go on. */
function stoppingGate(free: number): RateGate & { reached: Promise<void>; goOn(): void } {
  const reached = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  let calls = 0;
  return {
    reached: reached.promise,
    goOn: () => goOn.resolve(),
    async acquire() {
      calls += 1;
      if (calls <= free) return;
      reached.resolve();
      await goOn.promise;
    },
    block: () => Promise.resolve(),
  };
}

test.each([
  ['notes', note],
  ['tasks', task],
] as const)('%s: of two attempts at the same time one creates, the other comes again later', async (type, payload) => {
  const { id, dealId } = await addEffect(payload);
  // it looks for what there is, and is held up before its first call
  const gate = stoppingGate(0);
  const one = carryOutEffect(world.deps(world.sandbox.hubspot({ gate }).crm), id);
  await gate.reached;
  await expect(carryOutEffect(world.deps(), id)).rejects.toMatchObject({
    code: 'effect_held',
    rule: { retryable: true },
    retryAfterMs: expect.any(Number),
  });
  gate.goOn();
  await one;
  await carryOutEffect(world.deps(), id);
  expect((await world.sandbox.deal(dealId))[type]).toHaveLength(1);
  expect(await effectRow(id)).toEqual({
    state: 'settled',
    result: expect.objectContaining({ created: true }),
    is_held: false,
  });
});

test('an attempt that was held up between look-up and creation creates nothing once another has taken over', async () => {
  const { id, dealId } = await addEffect(note);
  const gate = stoppingGate(1);
  const late = carryOutEffect(world.deps(world.sandbox.hubspot({ gate }).crm), id);
  await gate.reached;
  await expect(carryOutEffect(world.deps(), id)).rejects.toMatchObject({ code: 'effect_held' });

  await leaseRunsOut(id);
  await carryOutEffect(world.deps(), id);
  gate.goOn();
  await expect(late).rejects.toMatchObject({ code: 'effect_held' });
  expect((await world.sandbox.deal(dealId)).notes).toHaveLength(1);
  expect((await world.sandbox.calls())['POST /crm/v3/objects/notes']).toMatchObject({ calls: 1 });
  expect(await effectRow(id)).toMatchObject({ state: 'settled', result: { created: true } });
});

test('nor does it while the other is still looking', async () => {
  const { id, dealId } = await addEffect(note);
  const [first, second] = [stoppingGate(1), stoppingGate(1)];
  const late = carryOutEffect(world.deps(world.sandbox.hubspot({ gate: first }).crm), id);
  await first.reached;
  await leaseRunsOut(id);
  const next = carryOutEffect(world.deps(world.sandbox.hubspot({ gate: second }).crm), id);
  await second.reached;
  first.goOn();
  await expect(late).rejects.toMatchObject({ code: 'effect_held' });
  second.goOn();
  await next;
  expect((await world.sandbox.deal(dealId)).notes).toHaveLength(1);
});

test('after a creation without an answer nobody looks before it can have happened', async () => {
  const { id, dealId } = await addEffect(note);
  await world.sandbox.control('PUT', '/faults', {
    rules: [{ kind: 'drop', method: 'POST', path: '/objects/notes', afterwards: true, times: 2 }],
  });
  await expect(carryOutEffect(world.deps(), id)).rejects.toMatchObject({ code: 'crm_unavailable' });
  expect(await effectRow(id)).toMatchObject({ state: 'unclear', is_held: true });
  await world.sandbox.control('PUT', '/faults', { rules: [] });
  await expect(carryOutEffect(world.deps(), id)).rejects.toMatchObject({ code: 'effect_held' });
  await leaseRunsOut(id);
  await carryOutEffect(world.deps(), id);
  expect(await effectRow(id)).toMatchObject({ state: 'settled', result: { created: false } });
  expect((await world.sandbox.deal(dealId)).notes).toHaveLength(1);
});

test('after a failed look-up the next attempt need not wait', async () => {
  const { id, dealId } = await addEffect(note);
  await world.sandbox.control('PUT', '/faults', {
    rules: [{ kind: 'status', status: 500, path: 'associations', times: 1 }],
  });
  await expect(carryOutEffect(world.deps(), id)).rejects.toMatchObject({ code: 'crm_unavailable' });
  expect(await effectRow(id)).toMatchObject({ state: 'unclear', is_held: false });
  await carryOutEffect(world.deps(), id);
  expect((await world.sandbox.deal(dealId)).notes).toHaveLength(1);
});

test('while access is revoked the attempt ends badly, and the effect waits for it to be back', async () => {
  const { id, dealId } = await addEffect(note);
  const setStatus = (status: string) =>
    world.db.query('UPDATE crm_connections SET status = $2 WHERE id = $1', [world.connectionId, status]);
  await setStatus('revoked');
  for (let pass = 0; pass < 4; pass += 1)
    await expect(carryOutEffect(world.deps(), id)).rejects.toMatchObject({
      code: 'crm_revoked',
      rule: { retryable: false },
    });
  expect(await effectRow(id)).toMatchObject({ state: 'unclear', is_held: false });
  expect(await listDeadLetters(world.db, { connectionId: world.connectionId, limit: 10 })).toEqual({
    items: [],
    total: 0,
  });
  await setStatus('active');
  await carryOutEffect(world.deps(), id);
  expect((await world.sandbox.deal(dealId)).notes).toHaveLength(1);
});

test('a renewal whose contacts the CRM does not take is made, and the ledger says what it lacks', async () => {
  const renewal = { name: 'Renewal', amountCents: null, closeOn: '2027-03-02', ownerCrmId: null };
  const place = { pipeline: 'Renewals', stage: 'upcoming' };
  const { id } = await addEffect((dealId) => ({ kind: 'crm_renewal_deal', dealId, ...renewal, ...place }));
  await world.sandbox.control('PUT', '/faults', {
    rules: [{ kind: 'status', status: 400, path: 'deals/contacts/batch/associate' }],
  });
  await carryOutEffect(world.deps(), id);
  expect(await effectRow(id)).toMatchObject({ state: 'settled', result: { created: true } });
  const ledger = await world.db.query('SELECT result, error FROM sync_ledger WHERE connection_id = $1', [
    world.connectionId,
  ]);
  expect(ledger).toEqual([{ result: 'created', error: expect.stringContaining('its contacts') }]);
});
