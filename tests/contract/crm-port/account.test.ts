/** What the account itself is like and whether all is there, for each CRM the same. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CrmWorld, worlds } from './world.ts';

describe.each(worlds)('$name: the account', ({ name, start }) => {
  let world: CrmWorld;
  beforeEach(async () => {
    world = await start();
  });
  afterEach(() => world.stop());

  it('names its stages once each, open, won and lost ones, and the one that deals are moved to', async () => {
    const stages = await world.crm.listStages();
    expect(new Set(stages.map(({ pipelineId, stageId }) => `${pipelineId} ${stageId}`)).size).toBe(stages.length);
    expect(stages.every(({ label, pipelineLabel }) => label !== '' && pipelineLabel !== '')).toBe(true);
    expect(new Set(stages.map(({ isWon, isClosed }) => `${isWon} ${isClosed}`))).toEqual(
      new Set(['false false', 'true true', 'false true']),
    );
    expect(stages.find(({ label }) => label === world.liveStage)).toMatchObject({ isWon: true });
    const { id } = await world.addDeal();
    const [read] = await world.crm.readDeals([id], []);
    const there = stages.map(({ pipelineId, stageId }) => ({ pipelineId, stageId }));
    expect(there).toContainEqual(
      read?.result === 'found' ? { pipelineId: read.deal.pipelineId, stageId: read.deal.stageId } : null,
    );
  });

  it('names what a renewal may be: a pipeline, or a record type that takes its place by name and by id', async () => {
    const [stages, types] = await Promise.all([world.crm.listStages(), world.crm.listRecordTypes()]);
    const { pipeline, stage } = world.renewalStage;
    const pipelines = stages.map(({ pipelineLabel }) => pipelineLabel);
    expect([...pipelines, ...types.map(({ label }) => label)]).toContain(pipeline);
    const { id: dealId } = await world.addDeal();
    for (const [n, named] of types.flatMap(({ id, label }) => [id, label.toLowerCase()]).entries()) {
      const renewal = { name: 'Renewal', amountCents: null, closeOn: '2027-03-02', ownerId: null };
      const made = await world.crm.ensureRenewalDeal({ ...renewal, key: `o1:${n}`, dealId, pipeline: named, stage });
      expect(made.created).toBe(true);
    }
  });

  it('is set up once; what is there stays as it is', async () => {
    const { existing } = await world.crm.setUp();
    expect(existing.join()).toMatch(/gangway_stage/i);
    expect(await world.crm.setUp()).toEqual({ created: [], existing });
  });

  it('that lacks a field has it after setting up, or is told by name that an administrator has to give it', async () => {
    await world.deleteDealField('gangway_health');
    const outcome = await world.crm.setUp().then(
      ({ created }) => created.join(),
      (error: unknown) => String(error),
    );
    expect(outcome).toMatch(/deal\.gangway_health|Gangway_Health__c/);
  });

  it('says of everything that it is well, and asks for nothing then', async () => {
    const checks = await world.crm.check();
    expect(checks.length).toBeGreaterThan(3);
    expect(checks.every((check) => check.name.startsWith(`${name} `) && check.detail !== '')).toBe(true);
    expect(checks.filter(({ ok, fix }) => !ok || fix !== null)).toEqual([]);
  });

  it('says which field it lacks, and what to do', async () => {
    await world.deleteDealField('gangway_health');
    const ill = (await world.crm.check()).filter(({ ok }) => !ok);
    expect(ill).toHaveLength(1);
    expect(ill[0]?.detail).toMatch(/gangway_health\b|Gangway_Health__c/);
    expect(ill[0]?.fix).toBeTruthy();
  });

  it.each([
    ['away', 'crm_unavailable'],
    ['revoked', 'crm_revoked'],
  ] as const)('that is %s is answered with that alone when checked, else refused', async (trouble, code) => {
    await world.trouble(trouble);
    const [checks, ...refused] = await Promise.allSettled([
      world.crm.check(),
      world.crm.setUp(),
      world.crm.readAccess(),
      world.crm.listRecordTypes().then(() => world.crm.listStages()),
    ]);
    expect(checks).toMatchObject({ value: [{ ok: false, fix: expect.any(String) }] });
    expect(refused).toMatchObject(refused.map(() => ({ status: 'rejected', reason: { code } })));
  });

  it('shows each deal at an address of its own, which a deal that is read has as well', async () => {
    const [one, other] = [await world.addDeal(), await world.addDeal()];
    const address = world.crm.dealUrl(one.id);
    expect(new URL(address).pathname).toContain(one.id);
    expect(world.crm.dealUrl(other.id)).not.toBe(address);
    expect(await world.crm.readDeals([one.id], [])).toMatchObject([{ deal: { url: address } }]);
  });
});

/** What no caller should send, and what a CRM’s data makes some of them send. */
describe.each(worlds)('$name: asked for what is not there', ({ start }) => {
  let world: CrmWorld;
  beforeEach(async () => {
    world = await start();
  });
  afterEach(() => world.stop());

  it('nothing is answered with nothing', async () => {
    expect(await world.crm.readDeals([], ['region'])).toEqual([]);
    expect(await world.crm.writeFields([])).toEqual([]);
    expect([...(await world.crm.readFields('deal', [], ['region']))]).toEqual([]);
    expect([...(await world.crm.findUsers([]))]).toEqual([]);
  });

  it('an id that cannot be one is a deal that is missing, and takes no other with it', async () => {
    const { id } = await world.addDeal();
    const odd = ["' OR Name != '", '../contacts/1', 'x'.repeat(300)];
    const reads = await world.crm.readDeals([...odd, id], []);
    expect(reads.map(({ dealId, result }) => [dealId, result])).toEqual([
      ...odd.map((one) => [one, 'missing']),
      [id, 'found'],
    ]);
    const results = await world.crm.writeFields(
      [...odd, id].map((recordId) => ({
        objectType: 'deal' as const,
        recordId,
        values: { gangway_progress: 1 },
        onboardingId: null,
      })),
    );
    expect(results.filter(({ result }) => result === 'written')).toMatchObject([{ recordId: id }]);
    expect(results).toHaveLength(odd.length + 1);
  });

  it('a page to go on from that is not its own is refused wherever there are pages', async () => {
    const page = { modifiedSince: '2020-01-01T00:00:00.000Z', after: "' OR 1=1" };
    await expect(world.crm.findChangedDeals(page)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(world.crm.findChangedCompanies(page)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('a text that no deal has in its name finds none, however it looks', async () => {
    await world.addDeal();
    for (const text of ['%', '_', "'", '\\', '}', 'h'.repeat(5_000)])
      expect(await world.crm.searchDeals(text)).toEqual([]);
  });

  it('a deal that is gone takes no note, task or renewal', async () => {
    const { id } = await world.addDeal();
    await world.deleteDeal(id);
    const at = '2026-03-02T09:00:00.000Z';
    const renewal = { name: 'Renewal', amountCents: null, closeOn: '2027-03-02', ownerId: null, ...world.renewalStage };
    for (const attempt of [
      () => world.crm.ensureNote({ key: 'o1:g:1', dealId: id, body: 'x', at }),
      () => world.crm.ensureTask({ key: 'o1:g:2', dealId: id, subject: 'x', body: 'x', dueAt: at, ownerId: null }),
      () => world.crm.ensureRenewalDeal({ key: 'o1:g:3', dealId: id, ...renewal }),
    ])
      await expect(attempt()).rejects.toMatchObject({ rule: { kind: 'upstream', retryable: false } });
    expect(await world.dealsNamed('Renewal')).toEqual([]);
  });

  it('a renewal in a pipeline that is not there is refused by name', async () => {
    const { id } = await world.addDeal();
    const renewal = { name: 'Renewal', amountCents: null, closeOn: '2027-03-02', ownerId: null };
    await expect(
      world.crm.ensureRenewalDeal({ ...renewal, key: 'o1:p:1', dealId: id, pipeline: 'Nowhere', stage: 'upcoming' }),
    ).rejects.toMatchObject({ code: 'crm_rejected', message: expect.stringContaining('Nowhere') });
  });
});
