/** A mapping from its first draft to what it makes of conflicts, on a sandbox HubSpot. */
import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { connectionById } from '../../../src/db/connections.ts';
import { storeEvents } from '../../../src/db/inbox.ts';
import type { Mapping, MappingEntry } from '../../../src/domain/mapping/model.ts';
import { changeOnboarding, systemActor } from '../../../src/usecases/change-onboarding.ts';
import { drainCrmValues } from '../../../src/usecases/crm/drain-crm-values.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { watchFields } from '../../../src/usecases/crm/watch-fields.ts';
import { activateVersion } from '../../../src/usecases/mapping/activate-mapping.ts';
import { previewMapping } from '../../../src/usecases/mapping/preview-mapping.ts';
import { runCommand } from '../../../src/usecases/onboardings/run-command.ts';
import { saveMapping } from '../../../src/usecases/mapping/save-mapping.ts';
import { entry, mapping } from '../../unit/mapping/entries.ts';
import { crmForEachTest } from './crm-fixture.ts';

const world = crmForEachTest();
let dealId: string;
let onboardingId: string;

const text = { type: 'string' as const, fieldType: 'text' };
async function addField(name: string, type: 'string' | 'number' | 'date' = 'string'): Promise<void> {
  await world.sandbox.change((state) => {
    const [like] = state.properties.deals;
    if (like) state.properties.deals.push({ ...like, ...text, name, label: name, type, options: [], readOnly: false });
  });
}
const removeField = (name: string): Promise<void> =>
  world.sandbox.change((state) => {
    state.properties.deals = state.properties.deals.filter((property) => property.name !== name);
  });
const setByRep = (values: Record<string, string>): Promise<void> =>
  world.sandbox.change((state) => {
    const deal = state.records.deals[dealId];
    if (deal) Object.assign(deal.properties, values);
  });
const held = async (field: string): Promise<string | null> =>
  (await world.sandbox.deal(dealId)).properties[field] ?? null;

async function follow(): Promise<void> {
  const event = {
    dedupeKey: uuid(),
    kind: 'deal_changed' as const,
    dealId,
    mergedDealIds: [],
    accountId: '',
    occurredAt: null,
    isOwnWrite: false,
    reason: null,
    raw: {},
  };
  await storeEvents(world.db, world.connectionId, [event], new Date());
  await drainInbox(world.deps(), world.connectionId);
}
const drain = () => drainCrmValues(world.deps(), world.connectionId);
const advance = () => changeOnboarding(world.deps(), { onboardingId, actor: systemActor, signalWorkflow: false });
const ledgerOf = (field: string) =>
  world.db.query<{
    direction: string;
    result: string;
    before: unknown;
    after: unknown;
    error: string | null;
    why: string;
  }>(
    'SELECT direction, result, before, after, error, why FROM sync_ledger WHERE connection_id = $1 AND field = $2 ORDER BY id',
    [world.connectionId, field],
  );
const factsOf = async () => {
  const [row] = await world.db.query<{ deal: { termMonths: number | null; region: string | null } }>(
    'SELECT deal FROM onboardings WHERE id = $1',
    [onboardingId],
  );
  return row?.deal;
};

let basedOn = 0;
async function switchOn(over: Partial<Mapping>): Promise<number> {
  const deps = world.deps();
  const content = mapping(over);
  const { version, issues } = await saveMapping(deps, world.connectionId, { content, note: '', basedOn, byId: null });
  expect(issues).toEqual([]);
  basedOn = version;
  return activateVersion(deps, { connectionId: world.connectionId, version, byId: null });
}
const renamed = (over: Partial<MappingEntry>): MappingEntry =>
  entry({ ours: 'onboarding_url', field: 'note', ...over });

beforeEach(async () => {
  basedOn = 0;
  await addField('note');
  await addField('months', 'number');
  ({ id: dealId } = await world.sandbox.addDeal({
    company: { name: 'Harbor Freight Lines' },
    properties: { contract_term_months: '12', months: '24', region: 'EMEA' },
    stage: 'Closed won',
  }));
  await follow();
  const [row] = await world.db.query<{ id: string }>('SELECT id FROM onboardings WHERE connection_id = $1', [
    world.connectionId,
  ]);
  onboardingId = row?.id ?? '';
  await drain();
});

describe('switching a mapping on', () => {
  it('lets running onboardings follow it, and new ones', async () => {
    expect(await switchOn({ entries: [renamed({})] })).toBe(1);
    expect(await held('note')).toBeNull();
    await advance();
    await drain();
    expect(await held('note')).toContain(onboardingId);
    const [row] = await world.db.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM outbox WHERE subject_id = $1 AND process = 'onboarding'`,
      [onboardingId],
    );
    expect(row?.n).toBe(1);
    const { mapping: active } = await connectionById(world.db, world.connectionId);
    expect(active?.content.entries).toEqual([renamed({})]);
  });

  it('is refused with its problems, and while somebody else saved another draft', async () => {
    const deps = world.deps();
    const content = mapping({ entries: [renamed({ field: 'nowhere' })] });
    const draft = { content, note: '', basedOn: 0, byId: null };
    const { version, issues } = await saveMapping(deps, world.connectionId, draft);
    expect(issues).toMatchObject([{ field: 'deal.nowhere' }]);
    await expect(
      activateVersion(deps, { connectionId: world.connectionId, version, byId: null }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('no such deal field'),
    });
    await expect(saveMapping(deps, world.connectionId, draft)).rejects.toMatchObject({ code: 'version_conflict' });
  });

  it('drops what was still to be written to fields that it has no more', async () => {
    await switchOn({ entries: [renamed({})] });
    await advance();
    await switchOn({ entries: [] });
    await drain();
    expect(await held('note')).toBeNull();
  });
});

describe('a preview on a real deal', () => {
  it('says what would be read and written, and writes nothing', async () => {
    const content = mapping({
      entries: [
        renamed({}),
        entry({ ours: 'term_months', field: 'months', direction: 'from_crm', whoWins: 'crm' }),
        entry({ ours: 'progress', field: 'gone' }),
      ],
    });
    await setByRep({ note: 'by a rep' });
    const preview = await previewMapping(world.deps(), world.connectionId, { dealId, content });
    expect(preview).toMatchObject({
      onboardingId,
      reads: [{ ours: 'term_months', field: 'months', held: '24', value: 24, known: 12 }],
    });
    expect(preview.writes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          field: 'note',
          before: 'by a rep',
          after: expect.stringContaining(onboardingId),
          outcome: 'write',
        }),
        expect.objectContaining({ field: 'gone', outcome: 'no_field' }),
      ]),
    );
    const kept = mapping({ entries: [renamed({ whoWins: 'crm' })] });
    const { writes } = await previewMapping(world.deps(), world.connectionId, { dealId, content: kept });
    expect(writes).toMatchObject([{ field: 'note', outcome: 'conflict_crm' }]);
    expect(await held('note')).toBe('by a rep');
  });
});

describe('a CRM field that feeds the plan', () => {
  it('changes it when it changes, with its cause in the ledger', async () => {
    await switchOn({
      entries: [entry({ ours: 'term_months', field: 'months', direction: 'from_crm', whoWins: 'crm' })],
    });
    await follow();
    expect((await factsOf())?.termMonths).toBe(24);
    await setByRep({ months: '36' });
    await follow();
    expect((await factsOf())?.termMonths).toBe(36);
    expect((await ledgerOf('months')).at(-1)).toMatchObject({
      direction: 'in',
      result: 'read',
      before: '24',
      after: '36',
      why: expect.stringContaining('term_months'),
    });
  });

  it('keeps what it told when it is deleted, and is believed again once it is back', async () => {
    await switchOn({
      entries: [entry({ ours: 'term_months', field: 'months', direction: 'from_crm', whoWins: 'crm' })],
    });
    await follow();
    await removeField('months');
    await setByRep({ region: 'APAC' });
    await follow();
    expect(await factsOf()).toMatchObject({ termMonths: 24, region: 'APAC' });
    expect((await connectionById(world.db, world.connectionId)).stoppedFields).toEqual(['deal.months']);
    await addField('months', 'number');
    await setByRep({ months: '48' });
    expect(await watchFields(world.deps(), world.connectionId)).toEqual([]);
    await follow();
    expect((await factsOf())?.termMonths).toBe(48);
  });
});

describe('a field that goes both ways', () => {
  const both = async (whoWins: MappingEntry['whoWins']) => {
    const goals = entry({ ours: 'handoff.success_criteria', field: 'why', direction: 'both', whoWins });
    await addField('why');
    await switchOn({ entries: [goals] });
    await runCommand(world.deps(), {
      name: 'set-handoff',
      subjectId: onboardingId,
      input: { values: { success_criteria: 'ours' } },
      actor: systemActor,
    });
    await drain();
    expect(await held('why')).toBe('ours');
    await follow();
    await setByRep({ why: 'theirs' });
    await follow();
    await drain();
    const [row] = await world.db.query<{ handoff: Record<string, string> }>(
      'SELECT handoff FROM onboardings WHERE id = $1',
      [onboardingId],
    );
    return { ours: row?.handoff['success_criteria'] ?? null, theirs: await held('why') };
  };

  it('is written again where ours wins', async () => {
    expect(await both('ours')).toEqual({ ours: 'ours', theirs: 'ours' });
    expect(await ledgerOf('why')).toContainEqual(
      expect.objectContaining({ direction: 'in', result: 'conflict_ours', after: 'theirs' }),
    );
  });
  it('is taken over where the CRM wins', async () => {
    expect(await both('crm')).toEqual({ ours: null, theirs: 'theirs' });
    expect(await ledgerOf('why')).toContainEqual(
      expect.objectContaining({ direction: 'in', result: 'conflict_crm', after: 'theirs' }),
    );
  });
  it('stays as it is on both sides where nobody wins', async () => {
    expect(await both('nobody')).toEqual({ ours: 'ours', theirs: 'theirs' });
  });
});

describe('a value that somebody changed in the CRM', () => {
  const begin = async (whoWins: MappingEntry['whoWins']): Promise<void> => {
    await switchOn({ entries: [renamed({ ours: 'progress', whoWins })] });
    await advance();
    await drain();
    expect(await held('note')).toBe('0');
    await setByRep({ note: 'by a rep' });
    await world.db.query(
      `UPDATE crm_values SET value = '50', version = version + 1, state = 'pending' WHERE connection_id = $1 AND field = 'note'`,
      [world.connectionId],
    );
    await drain();
  };

  it('is written over where ours wins; what stood there stays in the ledger', async () => {
    await begin('ours');
    expect(await held('note')).toBe('50');
    expect((await ledgerOf('note')).at(-1)).toMatchObject({ result: 'conflict_ours', before: 'by a rep', after: 50 });
  });

  it('stays where the CRM wins, until ours changes again; ours stays in the ledger', async () => {
    await begin('crm');
    expect(await held('note')).toBe('by a rep');
    expect((await ledgerOf('note')).at(-1)).toMatchObject({ result: 'conflict_crm', before: 'by a rep', after: 50 });
    await world.db.query(
      `UPDATE crm_values SET value = '75', version = version + 1, state = 'pending' WHERE connection_id = $1 AND field = 'note'`,
      [world.connectionId],
    );
    await drain();
    expect(await held('note')).toBe('75');
  });

  it('waits for a person where nobody wins, and is ours when they try again', async () => {
    await begin('nobody');
    expect(await held('note')).toBe('by a rep');
    expect((await ledgerOf('note')).at(-1)).toMatchObject({
      result: 'failed',
      error: expect.stringContaining('by a rep'),
    });
    await world.db.query(`UPDATE crm_values SET state = 'pending' WHERE connection_id = $1 AND state = 'failed'`, [
      world.connectionId,
    ]);
    await drain();
    expect(await held('note')).toBe('50');
  });
});

describe('a value that drifted, with nothing of ours to write', () => {
  const drift = async (whoWins: MappingEntry['whoWins']) => {
    await switchOn({ entries: [renamed({ ours: 'progress', whoWins })] });
    await advance();
    await drain();
    await setByRep({ note: 'by a rep' });
    const found = await reconcileConnection(world.deps(), world.connectionId);
    await drain();
    return found.driftedValues;
  };

  it('is written again where ours wins', async () => {
    expect(await drift('ours')).toBe(1);
    expect(await held('note')).toBe('0');
    expect((await ledgerOf('note')).at(-1)).toMatchObject({ result: 'conflict_ours', before: 'by a rep', after: 0 });
  });
  it('stays where the CRM wins, told once', async () => {
    expect(await drift('crm')).toBe(1);
    expect(await held('note')).toBe('by a rep');
    expect((await ledgerOf('note')).at(-1)).toMatchObject({
      direction: 'drift',
      result: 'conflict_crm',
      before: 0,
      after: 'by a rep',
    });
    expect(await reconcileConnection(world.deps(), world.connectionId)).toMatchObject({ driftedValues: 0 });
  });
  it('is reported once where nobody wins', async () => {
    expect(await drift('nobody')).toBe(1);
    expect(await held('note')).toBe('by a rep');
    expect((await ledgerOf('note')).at(-1)).toMatchObject({ direction: 'drift', result: 'reported' });
    expect(await reconcileConnection(world.deps(), world.connectionId)).toMatchObject({ driftedValues: 0 });
  });
  it('is none where the field itself is gone: that stops, and comes back by itself', async () => {
    await switchOn({ entries: [renamed({ ours: 'progress', whoWins: 'crm' })] });
    await advance();
    await drain();
    await removeField('note');
    expect(await reconcileConnection(world.deps(), world.connectionId)).toMatchObject({ driftedValues: 0 });
    expect((await connectionById(world.db, world.connectionId)).stoppedFields).toEqual(['deal.note']);
    await addField('note');
    await reconcileConnection(world.deps(), world.connectionId);
    expect((await connectionById(world.db, world.connectionId)).stoppedFields).toEqual([]);
  });
});

describe('a field that is deleted or made another kind of field', () => {
  it.each([
    ['deleted', () => removeField('note'), 'no deal field “note” any more'],
    ['retyped', () => removeField('note').then(() => addField('note', 'number')), 'is a number field now'],
  ])('stops alone when it is %s, by name, and goes on when it is well again', async (_, spoil, reason) => {
    await switchOn({ entries: [renamed({}), entry({ ours: 'progress', field: 'months' })] });
    await advance();
    await spoil();
    for (let round = 0; round < 3; round += 1) await drain();
    const { stoppedFields } = await connectionById(world.db, world.connectionId);
    expect(stoppedFields).toEqual(['deal.note']);
    expect(await held('months')).toBe('0');
    expect((await ledgerOf('note')).at(-1)).toMatchObject({ result: 'failed', error: expect.stringContaining(reason) });
    await removeField('note');
    await addField('note');
    expect(await watchFields(world.deps(), world.connectionId)).toEqual([]);
    await drain();
    expect(await held('note')).toContain(onboardingId);
  });
});
