/** The ledger calls a mapped field and what stands in it as the CRM does, on both CRMs. */
import { describe, expect, it } from 'vitest';
import { openAlerts } from '../../../src/db/alerts.ts';
import { rememberLabels } from '../../../src/db/field-labels.ts';
import { listDeadLetters } from '../../../src/db/queries/list-dead-letters.ts';
import { listLedger } from '../../../src/db/queries/list-ledger.ts';
import { watchFields } from '../../../src/usecases/crm/watch-fields.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { entry } from '../../unit/mapping/entries.ts';
import { byManager } from './by-a-manager.ts';
import { mappedOnboarding, noteField } from './mapped-onboarding.ts';

describe.each(worlds)('on $name', ({ start }) => {
  const on = mappedOnboarding(start, 'tests/fixtures/playbooks');
  const { publish } = byManager(on, 1);

  it('a mapped field has the label of the CRM’s own list, one that is not mapped none', async () => {
    const listed = await on.world.crm.listFields('deal');
    const label = listed.find(({ name }) => name === noteField)?.label;
    await on.switchOn({ entries: [entry({ ours: 'onboarding_url', field: noteField, whoWins: 'nobody' })] });
    await on.advance();
    await on.drain();
    const told = async (field: string) =>
      (await listLedger(on.db, { field, limit: 5 })).items.map(({ fieldLabel }) => fieldLabel);
    expect(await told(noteField)).toEqual([label]);
    expect(await told('gangway_stage')).toEqual([null]);
    await on.setByRep(noteField, 'by a rep');
    await on.want(noteField, 'anew');
    await on.drain();
    expect((await listDeadLetters(on.db, { limit: 5 })).items).toMatchObject([{ field: noteField, fieldLabel: label }]);
  });

  it('a stage and an option have the CRM’s label, and no mark of ours', async () => {
    await on.switchOn({
      stages: { field: 'dealstage', pipeline: null, whoWins: 'ours', rules: [{ on: 'status.active', stage: 'Live' }] },
    });
    await publish();
    const [stage] = (await listLedger(on.db, { field: 'dealstage', result: 'written', limit: 1 })).items;
    expect(stage).toMatchObject({ after: 'Live', afterLabel: null });
    expect(stage?.beforeLabel ?? stage?.before).toMatch(/^closed won$/i);
    const [own] = (await listLedger(on.db, { field: 'gangway_stage', result: 'written', limit: 1 })).items;
    expect(own).toMatchObject({ before: 'plan_draft', beforeLabel: 'Draft plan', afterLabel: 'In progress' });
  });

  it('a field that stops is told by its label as well, also once the CRM has it no more', async () => {
    await on.switchOn({ entries: [entry({ ours: 'onboarding_url', field: noteField })] });
    await rememberLabels(on.db, on.connectionId, { fields: { [`deal.${noteField}`]: 'CSM’s note' }, values: {} });
    await on.world.deleteDealField(noteField);
    await watchFields(on.deps(), on.connectionId);
    const alerts = (await openAlerts(on.db)).filter(({ kind }) => kind === 'crm_fields_stopped');
    expect(alerts).toMatchObject([
      { detail: expect.stringContaining(`no deal field “CSM’s note” (${noteField}) any more`) },
    ]);
  });
});
