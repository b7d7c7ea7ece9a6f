/** What a company tells of itself, and which company a deal belongs to: both may change while its onboarding runs, in both CRMs. */
import { describe, expect, it } from 'vitest';
import type { MappingEntry } from '../../../src/domain/mapping/model.ts';
import { systemActor } from '../../../src/usecases/change-onboarding.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { runCommand } from '../../../src/usecases/onboardings/run-command.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { entry } from '../../unit/mapping/entries.ts';
import { mappedOnboarding } from './mapped-onboarding.ts';

const tierField = 'tier__c';
const areaField = 'area__c';

describe.each(worlds)('on $name', ({ name, start }) => {
  const on = mappedOnboarding(start);
  const ofCompany = (over: Partial<MappingEntry>): MappingEntry =>
    entry({ object: 'company', field: tierField, ...over });
  const reconcile = async (): Promise<number> => {
    const { missedDeals } = await reconcileConnection(on.deps(), on.connectionId);
    await drainInbox(on.deps(), on.connectionId);
    return missedDeals;
  };
  /** nothing of the deal itself has changed since it was read. @returns how many are read again for their company */
  const reconcileCompanies = async (): Promise<number> => {
    await on.db.query(
      `UPDATE deals SET snapshot = snapshot || '{"modifiedAt": "2999-01-01T00:00:00Z"}' WHERE connection_id = $1`,
      [on.connectionId],
    );
    return reconcile();
  };
  const onboarding = async () => {
    const [row] = await on.db.query<{
      region: string | null;
      handoff: Record<string, string>;
      name: string;
      account: string;
    }>(
      `SELECT o.deal ->> 'region' AS region, o.handoff, o.name, a.name AS account
       FROM onboardings o JOIN accounts a ON a.id = o.account_id WHERE o.id = $1`,
      [on.onboardingId],
    );
    return row;
  };
  const heldBy = async (companyId: string, field: string): Promise<string> =>
    (await on.world.crm.readFields('company', [companyId], [field])).get(companyId)?.[field] ?? '';

  describe('a field of the company alone changes', () => {
    it('and feeds the plan with the next look, once', async () => {
      await on.world.addCompanyField(tierField, 'text');
      await on.switchOn({ entries: [ofCompany({ ours: 'region', direction: 'from_crm', whoWins: 'crm' })] });
      await on.world.setCompanyField(on.dealId, tierField, 'APAC');
      expect(await reconcileCompanies()).toBe(1);
      expect(await onboarding()).toMatchObject({ region: 'APAC' });
      expect(await on.ledgerOf(tierField)).toMatchObject([{ direction: 'in', before: null, after: 'APAC' }]);
      expect(await reconcileCompanies()).toBe(0);
      await on.world.setCompanyField(on.dealId, tierField, '');
      expect(await reconcileCompanies()).toBe(1);
      expect(await onboarding()).toMatchObject({ region: null });
    });

    it('where it goes both ways, and the CRM wins', async () => {
      await on.world.addCompanyField(tierField, 'text');
      const both = ofCompany({ ours: 'handoff.purchased_for', direction: 'both', whoWins: 'crm' });
      await on.switchOn({ entries: [both] });
      await runCommand(on.deps(), {
        name: 'set-handoff',
        subjectId: on.onboardingId,
        input: { values: { purchased_for: 'ours' } },
        actor: systemActor,
      });
      for (let round = 0; round < 3; round += 1) await on.drain();
      await reconcileCompanies();
      await on.world.setCompanyField(on.dealId, tierField, 'theirs');
      await reconcileCompanies();
      expect((await onboarding())?.handoff).toEqual({});
      expect((await on.ledgerOf(tierField)).at(-1)).toMatchObject({ result: 'conflict_crm', after: 'theirs' });
    });

    it('and is asked for by the sales handoff of the playbook alone', async () => {
      const { playbooks } = on.deps();
      const [current] = await playbooks.current();
      if (!current) throw new Error('there is one');
      await on.world.addCompanyField(tierField, 'text');
      const { handoff } = current.playbook;
      const asked = {
        key: 'tier',
        label: 'Tier',
        help: null,
        required: true,
        crm: { object: 'company' as const, field: tierField },
      };
      const key = `asks-${name.toLowerCase()}`;
      const playbook = { ...current.playbook, key, handoff: { ...handoff, fields: [...handoff.fields, asked] } };
      const { versionId } = await playbooks.publish({ playbook, source: 'test', now: new Date(), byId: null });
      await on.db.query('UPDATE onboardings SET playbook_version_id = $2 WHERE id = $1', [on.onboardingId, versionId]);
      await on.follow();
      await on.world.setCompanyField(on.dealId, tierField, 'Gold');
      expect(await reconcileCompanies()).toBe(1);
      expect(await reconcileCompanies()).toBe(0);
    });

    it('and feeds nothing: no deal is read again for it', async () => {
      await on.world.addCompanyField(tierField, 'text');
      await on.world.setCompanyField(on.dealId, tierField, 'Gold');
      expect(await reconcileCompanies()).toBe(0);
    });
  });

  describe('a deal gets another company', () => {
    const status = 'gangway_customer_status';
    const hear = { event: () => on.follow(), reconcile: async () => void (await reconcile()) };
    // HubSpot announces associations
    const ways = name === 'Salesforce' ? (['event', 'reconcile'] as const) : (['event'] as const);
    const companyOf = async (): Promise<string> => {
      const [row] = await on.db.query<{ crm_id: string }>(
        'SELECT a.crm_id FROM onboardings o JOIN accounts a ON a.id = o.account_id WHERE o.id = $1',
        [on.onboardingId],
      );
      return row?.crm_id ?? '';
    };
    const another = async (company: string): Promise<string> =>
      (await on.world.addDeal({ company, stands: 'open' })).companyId;

    it.each(ways)(
      'which is told how things stand from then on, and the one before no more, heard by %s',
      async (way) => {
        const before = await companyOf();
        expect(await heldBy(before, status)).toBe('onboarding');
        const companyId = await another('Quay Group');
        await on.world.giveCompany(on.dealId, companyId);
        await hear[way]();
        await hear[way]();
        expect(await onboarding()).toMatchObject({ name: 'Quay Group', account: 'Quay Group' });
        expect(await on.ledgerOf('account')).toMatchObject([
          { direction: 'in', before: `Harbor Freight Lines (${before})`, after: `Quay Group (${companyId})` },
        ]);
        await on.drain();
        expect(await heldBy(companyId, status)).toBe('onboarding');
        await runCommand(on.deps(), {
          name: 'hold',
          subjectId: on.onboardingId,
          input: { reason: 'Their budget is frozen', resumeOn: '2090-01-01' },
          actor: systemActor,
        });
        await on.drain();
        expect([await heldBy(before, status), await heldBy(companyId, status)]).toEqual(['onboarding', 'on_hold']);
        await on.drain();
        expect(await reconcileCompanies()).toBe(0);
      },
    );

    it('what was still to be written to the one before is dropped', async () => {
      const before = await companyOf();
      await on.want(status, 'live');
      await on.world.giveCompany(on.dealId, await another('Quay Group'));
      await on.follow();
      await on.drain();
      expect(await heldBy(before, status)).toBe('onboarding');
    });

    it('and another back', async () => {
      const before = await companyOf();
      await on.world.giveCompany(on.dealId, await another('Quay Group'));
      await on.follow();
      await on.drain();
      await on.world.giveCompany(on.dealId, before);
      await on.follow();
      await on.drain();
      expect(await onboarding()).toMatchObject({ name: 'Harbor Freight Lines' });
      expect(await heldBy(before, status)).toBe('onboarding');
      const open = `SELECT field, error FROM crm_values WHERE connection_id = $1 AND state <> 'written'`;
      expect(await on.db.query(open, [on.connectionId])).toEqual([]);
    });

    it('its first one, after it was won', async () => {
      const before = await companyOf();
      await on.world.giveCompany(on.dealId, null);
      await on.follow();
      await on.drain();
      expect(await onboarding()).toMatchObject({ name: 'A deal' });
      expect((await on.ledgerOf('account')).at(-1)).toMatchObject({ after: null });
      const companyId = await another('Quay Group');
      await on.world.giveCompany(on.dealId, companyId);
      await on.follow();
      await on.drain();
      expect(await onboarding()).toMatchObject({ name: 'Quay Group', account: 'Quay Group' });
      expect([await heldBy(before, status), await heldBy(companyId, status)]).toEqual(['onboarding', 'onboarding']);
    });

    it.each([
      ['what we wrote in the one before is ours, as where the two were merged', '40', '0'],
      ['what a person set in it is theirs', 'by a rep', 'by a rep'],
    ])('of a field that the CRM wins %s', async (_, holds, isLeft) => {
      await on.world.addCompanyField(tierField, 'text');
      await on.switchOn({ entries: [ofCompany({ ours: 'progress', whoWins: 'crm' })] });
      await on.advance();
      await on.drain();
      await on.want(tierField, '40');
      await on.drain();
      expect(await heldBy(await companyOf(), tierField)).toBe('40');
      const other = await on.world.addDeal({ company: 'Quay Group', stands: 'open' });
      await on.world.setCompanyField(other.id, tierField, holds);
      await on.world.giveCompany(on.dealId, other.companyId);
      await on.follow();
      await on.drain();
      expect(await heldBy(other.companyId, tierField)).toBe(isLeft);
    });

    it('and what that one says feeds the plan', async () => {
      await on.world.addCompanyField(tierField, 'text');
      await on.switchOn({ entries: [ofCompany({ ours: 'region', direction: 'from_crm', whoWins: 'crm' })] });
      await on.world.setCompanyField(on.dealId, tierField, 'APAC');
      await reconcile();
      const other = await on.world.addDeal({ company: 'Quay Group', stands: 'open' });
      await on.world.setCompanyField(other.id, tierField, 'EMEA');
      await on.world.giveCompany(on.dealId, other.companyId);
      await on.follow();
      expect(await onboarding()).toMatchObject({ region: 'EMEA' });
      await on.world.setCompanyField(on.dealId, tierField, 'LATAM');
      await reconcile();
      expect(await onboarding()).toMatchObject({ region: 'LATAM' });
    });

    it('that it was merged into: written as the one that is left, which feeds the plan, and what we wrote is ours', async () => {
      for (const field of [tierField, areaField]) await on.world.addCompanyField(field, 'text');
      await on.switchOn({
        entries: [
          ofCompany({ ours: 'progress', whoWins: 'crm' }),
          ofCompany({ ours: 'region', field: areaField, direction: 'from_crm', whoWins: 'crm' }),
        ],
      });
      await on.advance();
      await on.drain();
      const before = await companyOf();
      const other = await on.world.addDeal({ company: 'Quay Group', stands: 'open' });
      const survivor = await on.world.mergeCompanies(other.companyId, before);
      await on.follow();
      await on.drain();
      expect(await onboarding()).toMatchObject({ name: 'Quay Group', account: 'Quay Group' });
      expect(await companyOf()).toBe(survivor);
      expect([await heldBy(survivor, status), await heldBy(survivor, tierField)]).toEqual(['onboarding', '0']);
      await on.want(tierField, '40');
      await on.drain();
      expect(await heldBy(survivor, tierField)).toBe('40');
      await on.world.setCompanyField(on.dealId, areaField, 'LATAM');
      expect(await reconcileCompanies()).toBe(1);
      expect(await onboarding()).toMatchObject({ region: 'LATAM' });
      const told = await on.ledgerOf(tierField);
      expect(told.filter(({ result }) => result.startsWith('conflict') || result === 'failed')).toEqual([]);
      expect(await reconcileCompanies()).toBe(0);
    });
  });
});
