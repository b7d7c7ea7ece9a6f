/** A CRM field that only a playbook's own `crm:` block reads is watched as the mapping's are, on both CRMs. */
import { describe, expect, it } from 'vitest';
import { connectionById } from '../../../src/db/connections.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { mappedOnboarding, monthsField } from './mapped-onboarding.ts';

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

  it('is read for those who follow the version that reads it, also where a newer one does not', async () => {
    const { playbooks } = on.deps();
    const [current] = await playbooks.current();
    if (!current) throw new Error('there is one');
    const { entries: _read, ...crm } = current.playbook.crm;
    await playbooks.publish({ playbook: { ...current.playbook, crm }, source: 'test', now: new Date(), byId: null });
    await on.setByRep(monthsField, '36');
    await on.follow();
    expect(await facts()).toMatchObject({ termMonths: 36 });
  });
});
