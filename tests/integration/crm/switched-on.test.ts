/** A version of the mapping that is switched on while there are onboardings, and while others begin. */
import { describe, expect, it } from 'vitest';
import { systemActor } from '../../../src/usecases/change-onboarding.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { previewMapping } from '../../../src/usecases/mapping/preview-mapping.ts';
import { runCommand } from '../../../src/usecases/onboardings/run-command.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { entry, mapping } from '../../unit/mapping/entries.ts';
import { mappedOnboarding, noteField } from './mapped-onboarding.ts';

describe.each(worlds)('a mapping switched on, $name', ({ start }) => {
  const on = mappedOnboarding(start);

  it('is followed by an onboarding that was being opened meanwhile', async () => {
    const { id } = await on.world.addDeal({ name: 'Second', company: 'Second' });
    const { crm } = on.world;
    const readDeals = crm.readDeals.bind(crm);
    let isSwitched = false;
    crm.readDeals = async (...args) => {
      const read = await readDeals(...args);
      if (!isSwitched) {
        isSwitched = true;
        await on.switchOn({ entries: [entry({ ours: 'onboarding_url', field: noteField })] });
      }
      return read;
    };
    await on.follow(id);
    const rows = await on.db.query(
      `SELECT m.state FROM onboardings o LEFT JOIN crm_mappings m ON m.id = o.crm_mapping_id WHERE o.connection_id = $1`,
      [on.connectionId],
    );
    expect(rows).toEqual([{ state: 'active' }, { state: 'active' }]);
  });
});

describe.each(worlds)('a playbook that says who wins, $name', ({ start }) => {
  const on = mappedOnboarding(start, 'tests/fixtures/playbooks-writing');

  it('says so whatever version of the mapping is switched on', async () => {
    await on.switchOn({ entries: [entry({ ours: 'stage', field: noteField, whoWins: 'ours' })] });
    await on.advance();
    await on.drain();
    await on.setByRep(noteField, 'by sales');
    await reconcileConnection(on.deps(), on.connectionId);
    await on.drain();
    expect(await on.held(noteField)).toBe('by sales');
    const ledger = await on.ledgerOf(noteField);
    expect(ledger.at(-1)).toMatchObject({ result: 'conflict_crm', after: 'by sales' });
  });

  it('is followed when another playbook is chosen for a draft: the same value, another winner', async () => {
    await on.advance();
    await on.drain();
    const { playbooks } = on.deps();
    const [current] = await playbooks.current();
    if (!current) throw new Error('there is one');
    const { crm } = current.playbook;
    const entries = crm.entries?.map((one) => ({ ...one, whoWins: 'ours' as const }));
    const playbook = { ...current.playbook, key: 'ours-wins', crm: { ...crm, entries } };
    await playbooks.publish({ playbook, source: 'test', now: new Date(), byId: null });
    await runCommand(on.deps(), {
      name: 'choose-playbook',
      subjectId: on.onboardingId,
      input: { playbookKey: playbook.key },
      actor: systemActor,
    });
    await on.setByRep(noteField, 'by sales');
    await reconcileConnection(on.deps(), on.connectionId);
    await on.drain();
    expect(await on.held(noteField)).toContain(on.onboardingId);
    expect((await on.ledgerOf(noteField)).at(-1)).toMatchObject({ result: 'conflict_ours', before: 'by sales' });
  });

  it('goes before a version that is previewed, also in what feeds the plan', async () => {
    const read = entry({ ours: 'term_months', field: 'contract_term_months', direction: 'from_crm' });
    const content = mapping({ entries: [read, entry({ ours: 'region', field: 'region', direction: 'from_crm' })] });
    const { reads } = await previewMapping(on.deps(), on.connectionId, { dealId: on.dealId, content });
    expect(reads).toMatchObject([
      { ours: 'term_months', held: '12', value: 24, isOverridden: true },
      { ours: 'region', value: 'EMEA', isOverridden: false },
    ]);
  });
});
