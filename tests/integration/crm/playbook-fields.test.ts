/** A CRM field that only a playbook's own `crm:` block reads is watched as the mapping's are, on both CRMs. */
import { describe, expect, it } from 'vitest';
import { connectionById } from '../../../src/db/connections.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { entry } from '../../unit/mapping/entries.ts';
import { mappedOnboarding, monthsField, noteField } from './mapped-onboarding.ts';

describe.each(worlds)('on $name', ({ start }) => {
  const on = mappedOnboarding(start, 'tests/fixtures/playbooks-reading');
  const facts = async () => {
    const [row] = await on.db.query<{ deal: { termMonths: number | null; region: string | null } }>(
      'SELECT deal FROM onboardings WHERE id = $1',
      [on.onboardingId],
    );
    return row?.deal;
  };
  const stopped = async () => (await connectionById(on.db, on.connectionId)).stoppedFields;
  const alerts = async () =>
    (
      await on.db.query<{ detail: string }>(`SELECT detail FROM alerts WHERE subject_id = $1 AND kind = $2`, [
        on.connectionId,
        'crm_fields_stopped',
      ])
    ).map(({ detail }) => detail);

  it('keeps what it told when it is made another kind of field, and goes on when it is well', async () => {
    expect(await facts()).toMatchObject({ termMonths: 24 });
    await on.world.retypeDealField(monthsField, 'text');
    await on.setByRep(monthsField, 'many');
    await on.setByRep('region', 'APAC');
    await on.follow();
    expect(await facts()).toMatchObject({ termMonths: 24, region: 'APAC' });
    await reconcileConnection(on.deps(), on.connectionId);
    expect(await stopped()).toEqual([`deal.${monthsField}`]);
    expect(await alerts()).toEqual([expect.stringContaining(`“${monthsField}” is a text field now`)]);
    await on.setByRep(monthsField, '48');
    await on.follow();
    await on.world.retypeDealField(monthsField, 'number');
    await reconcileConnection(on.deps(), on.connectionId);
    expect(await stopped()).toEqual([]);
    await drainInbox(on.deps(), on.connectionId);
    expect(await facts()).toMatchObject({ termMonths: 48 });
  });

  it.each(['an event', 'reconcile'])('keeps what it told when it is deleted, told by %s', async (way) => {
    await on.world.deleteDealField(monthsField);
    if (way === 'reconcile') await reconcileConnection(on.deps(), on.connectionId);
    await on.setByRep('region', 'APAC');
    await on.follow();
    expect(await facts()).toMatchObject({ termMonths: 24, region: 'APAC' });
    expect(await stopped()).toEqual([`deal.${monthsField}`]);
    expect(await alerts()).toEqual([expect.stringContaining(`no deal field “${monthsField}” any more`)]);
  });

  it('is forgotten with what waited for it, once the mapping that wrote it has it no more', async () => {
    await on.switchOn({ entries: [entry({ ours: 'onboarding_url', field: noteField })] });
    await on.advance();
    await on.drain();
    await on.want(noteField, 'another');
    await on.world.deleteDealField(noteField);
    await on.drain();
    expect(await stopped()).toEqual([`deal.${noteField}`]);
    await on.switchOn({ entries: [] });
    await reconcileConnection(on.deps(), on.connectionId);
    expect(await stopped()).toEqual([]);
    expect(await on.db.query(`SELECT 1 FROM crm_values WHERE field = $1 AND state = 'pending'`, [noteField])).toEqual(
      [],
    );
  });

  it('is read for those who follow the version that reads it, also where a newer one does not, and forgotten without them', async () => {
    const { playbooks } = on.deps();
    const [current] = await playbooks.current();
    if (!current) throw new Error('there is one');
    const { entries: _read, ...crm } = current.playbook.crm;
    const next = { playbook: { ...current.playbook, crm }, source: 'test', now: new Date(), byId: null };
    const { versionId } = await playbooks.publish(next);
    await on.setByRep(monthsField, '36');
    await on.follow();
    expect(await facts()).toMatchObject({ termMonths: 36 });
    await on.world.deleteDealField(monthsField);
    await reconcileConnection(on.deps(), on.connectionId);
    expect(await stopped()).toEqual([`deal.${monthsField}`]);
    const { connectionId } = on;
    await on.db.query('UPDATE onboardings SET playbook_version_id = $2 WHERE connection_id = $1', [
      connectionId,
      versionId,
    ]);
    await reconcileConnection(on.deps(), connectionId);
    expect(await stopped()).toEqual([]);
    const open = 'SELECT 1 FROM alerts WHERE subject_id = $1 AND resolved_at IS NULL';
    expect(await on.db.query(open, [connectionId])).toEqual([]);
  });
});
