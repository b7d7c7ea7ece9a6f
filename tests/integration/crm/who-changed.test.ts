/** The ledger names who changed a value, as far as anybody knows, on both CRMs. */
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { systemActor } from '../../../src/usecases/change-onboarding.ts';
import type { Winner } from '../../../src/domain/mapping/model.ts';
import { runCommand } from '../../../src/usecases/onboardings/run-command.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { entry } from '../../unit/mapping/entries.ts';
import { mappedOnboarding, monthsField, noteField } from './mapped-onboarding.ts';

describe.each(worlds)('on $name', ({ name, start }) => {
  const on = mappedOnboarding(start);
  const who = async (field: string) =>
    (
      await on.db.query<{ actor: string }>(
        'SELECT actor FROM sync_ledger WHERE connection_id = $1 AND field = $2 ORDER BY id',
        [on.connectionId, field],
      )
    ).map(({ actor }) => actor);

  it('names who changed the deal or its company there', async () => {
    const [amount, industry] = name === 'HubSpot' ? ['amount', 'industry'] : ['Amount', 'Industry'];
    await on.switchOn({
      entries: [
        entry({ ours: 'term_months', field: monthsField, direction: 'from_crm' }),
        entry({ ours: 'segment', object: 'company', field: industry, direction: 'from_crm' }),
      ],
    });
    await on.follow();
    await on.setByRep(amount, '12345');
    await on.setByRep(monthsField, '36');
    await on.world.setCompanyField(on.dealId, industry, name === 'HubSpot' ? 'BANKING' : 'Banking');
    await on.follow();
    expect(await who('amount')).toEqual([`Priya Nair in ${name}`]);
    expect((await who(monthsField)).at(-1)).toBe(`Priya Nair in ${name}`);
    expect((await who(industry)).at(-1)).toBe(`Priya Nair in ${name}`);
  });

  it('names for whom we write, and who changed a value of ours that drifted', async () => {
    await on.world.addDealField('why__c', 'text');
    await on.switchOn({
      entries: [
        entry({ ours: 'handoff.success_criteria', field: 'why__c' }),
        entry({ ours: 'onboarding_url', field: noteField, whoWins: 'nobody' }),
      ],
    });
    const says = async (words: string, actor: Parameters<typeof runCommand>[1]['actor']): Promise<void> => {
      const input = { values: { success_criteria: words } };
      await runCommand(on.deps(), { name: 'set-handoff', subjectId: on.onboardingId, input, actor });
      await on.drain();
    };
    await says('All twelve of them', { kind: 'person', id: null, label: 'Ana Sousa', staffRole: 'admin' });
    await says('Thirteen', systemActor);
    expect(await who('why__c')).toEqual(['Gangway, for Ana Sousa', 'Gangway']);
    await on.setByRep(noteField, 'by a rep');
    await reconcileConnection(on.deps(), on.connectionId);
    expect((await who(noteField)).at(-1)).toBe(`Priya Nair in ${name}`);
  });

  describe('a value of ours that somebody had changed when it was written again', () => {
    const lastOf = async () => (await on.ledgerOf(noteField)).at(-1);
    const changeBoth = async (whoWins: Winner): Promise<void> => {
      await on.switchOn({ entries: [entry({ ours: 'onboarding_url', field: noteField, whoWins })] });
      await on.advance();
      await on.drain();
      await on.setByRep(noteField, 'by a rep');
      await on.want(noteField, 'anew');
    };

    it.each([
      ['ours', 'conflict_ours', 'it replaced what Priya Nair in'],
      ['crm', 'conflict_crm', 'what Priya Nair in'],
    ] as const)('names who it was where %s wins', async (whoWins, result, why) => {
      await changeBoth(whoWins);
      await on.drain();
      expect(await lastOf()).toMatchObject({
        result,
        before: 'by a rep',
        why: expect.stringContaining(`${why} ${name}`),
      });
    });

    it('names who it was where nobody wins', async () => {
      await changeBoth('nobody');
      await on.drain();
      expect(await lastOf()).toMatchObject({
        result: 'failed',
        error: expect.stringContaining(`Priya Nair in ${name}`),
      });
    });

    it('says somebody where the CRM does not tell', async () => {
      await changeBoth('ours');
      const { crm } = on.world;
      const writeFields = crm.writeFields.bind(crm);
      crm.writeFields = async (writes) =>
        (await writeFields(writes)).map((result) =>
          result.result === 'written' ? { ...result, changedBy: {} } : result,
        );
      await on.drain();
      const why = expect.stringContaining(`it replaced what somebody in ${name} had set`);
      expect(await lastOf()).toMatchObject({ result: 'conflict_ours', why });
    });
  });

  it('leaves a value that was wanted anew while the CRM was asked who it was', async () => {
    await on.switchOn({ entries: [entry({ ours: 'onboarding_url', field: noteField, whoWins: 'crm' })] });
    await on.advance();
    await on.drain();
    await on.setByRep(noteField, 'by a rep');
    const { crm } = on.world;
    const whoSet = crm.whoSet.bind(crm);
    // the deal was modified and may have its turn besides: it is asked for once or twice
    let times = 0;
    crm.whoSet = async (...asked) => {
      const names = await whoSet(...asked);
      await on.want(noteField, `anew ${++times}`);
      await on.db.query(
        `UPDATE crm_values SET state = 'written', held = value WHERE connection_id = $1 AND field = $2`,
        [on.connectionId, noteField],
      );
      return names;
    };
    expect(await reconcileConnection(on.deps(), on.connectionId)).toMatchObject({ driftedValues: 0 });
    const values = await on.db.query(`SELECT held FROM crm_values WHERE connection_id = $1 AND field = $2`, [
      on.connectionId,
      noteField,
    ]);
    expect(values).toEqual([{ held: `anew ${times}` }]);
  });

  describe('a CRM that is asked who it was', () => {
    const compareWhile = async (failure: Error): Promise<unknown> => {
      await on.switchOn({ entries: [entry({ ours: 'onboarding_url', field: noteField, whoWins: 'crm' })] });
      await on.advance();
      await on.drain();
      await on.setByRep(noteField, 'by a rep');
      on.world.crm.whoSet = () => Promise.reject(failure);
      return reconcileConnection(on.deps(), on.connectionId);
    };

    it('is named itself where it does not tell', async () => {
      expect(await compareWhile(new AppError('crm_unavailable', { message: 'away' }))).toMatchObject({
        driftedValues: 1,
      });
      expect((await who(noteField)).at(-1)).toBe(name);
    });

    it('hides no defect of ours', async () => {
      await expect(compareWhile(new TypeError('a defect'))).rejects.toThrow('a defect');
    });
  });
});
