/** What becomes of a mapped value that somebody else changed, and of a field that went away, on both CRMs. */
import { describe, expect, it } from 'vitest';
import { connectionById } from '../../../src/db/connections.ts';
import type { MappingEntry } from '../../../src/domain/mapping/model.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { replayFailedWrites } from '../../../src/usecases/crm/replay-failed-writes.ts';
import { setMode } from '../../../src/usecases/crm/set-mode.ts';
import { watchFields } from '../../../src/usecases/crm/watch-fields.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { entry } from '../../unit/mapping/entries.ts';
import { mappedOnboarding, monthsField, noteField } from './mapped-onboarding.ts';

const companyField = 'score__c';

describe.each(worlds)('on $name', ({ start }) => {
  const on = mappedOnboarding(start);
  const heldByCompany = async (): Promise<string | undefined> => {
    const [read] = await on.world.crm.readDeals([on.dealId], [`company.${companyField}`]);
    return read?.result === 'found' ? read.deal.fields[`company.${companyField}`] : undefined;
  };
  const renamed = (over: Partial<MappingEntry>): MappingEntry =>
    entry({ ours: 'onboarding_url', field: noteField, ...over });

  describe('a value that somebody changed in the CRM', () => {
    const begin = async (whoWins: MappingEntry['whoWins']): Promise<void> => {
      await on.switchOn({ entries: [renamed({ ours: 'progress', whoWins })] });
      await on.advance();
      await on.drain();
      expect(await on.held(noteField)).toBe('0');
      await on.setByRep(noteField, 'by a rep');
      await on.want(noteField, 50);
      await on.drain();
    };

    it('is written over where ours wins; what stood there stays in the ledger', async () => {
      await begin('ours');
      expect(await on.held(noteField)).toBe('50');
      expect((await on.ledgerOf(noteField)).at(-1)).toMatchObject({
        result: 'conflict_ours',
        before: 'by a rep',
        after: 50,
      });
    });

    it('stays where the CRM wins, until ours changes again; ours stays in the ledger', async () => {
      await begin('crm');
      expect(await on.held(noteField)).toBe('by a rep');
      expect((await on.ledgerOf(noteField)).at(-1)).toMatchObject({
        result: 'conflict_crm',
        before: 'by a rep',
        after: 50,
      });
      await on.want(noteField, 75);
      await on.drain();
      expect(await on.held(noteField)).toBe('75');
    });

    it.each([
      ['ours', null],
      ['crm', expect.stringContaining('the CRM wins there')],
      ['nobody', expect.stringContaining('a person decides there')],
    ] as const)('is rehearsed as it would end where %s wins', async (whoWins, why) => {
      await on.switchOn({ entries: [renamed({ ours: 'progress', whoWins })] });
      await on.advance();
      await on.drain();
      await on.setByRep(noteField, 'by a rep');
      await setMode(on.deps(), on.connectionId, 'dry_run');
      await on.want(noteField, 50);
      await on.drain();
      const rehearsed = { result: 'rehearsed', before: 'by a rep', after: 50, error: why };
      expect((await on.ledgerOf(noteField)).at(-1)).toMatchObject(rehearsed);
    });

    it('waits for a person where nobody wins, and is ours when they try again', async () => {
      await begin('nobody');
      expect(await on.held(noteField)).toBe('by a rep');
      expect((await on.ledgerOf(noteField)).at(-1)).toMatchObject({
        result: 'failed',
        error: expect.stringContaining('by a rep'),
      });
      await replayFailedWrites(on.deps(), { connectionId: on.connectionId, onboardingId: null });
      await on.drain();
      expect(await on.held(noteField)).toBe('50');
    });

    it('waits for a person where nobody wins, whatever ours becomes meanwhile, and whatever theirs', async () => {
      await begin('nobody');
      const tryAgain = async (): Promise<void> => {
        await replayFailedWrites(on.deps(), { connectionId: on.connectionId, onboardingId: null });
        await on.drain();
      };
      await on.want(noteField, 51);
      await on.drain();
      expect(await on.held(noteField)).toBe('by a rep');
      expect((await on.ledgerOf(noteField)).at(-1)).toMatchObject({ result: 'failed', before: 'by a rep', after: 51 });
      await on.setByRep(noteField, 'by another');
      await tryAgain();
      expect(await on.held(noteField)).toBe('by another');
      await tryAgain();
      expect(await on.held(noteField)).toBe('51');
      await on.want(noteField, 52);
      await on.drain();
      expect(await on.held(noteField)).toBe('52');
    });
  });

  describe('a value that somebody changed in the company', () => {
    const begin = async (whoWins: MappingEntry['whoWins']): Promise<void> => {
      await on.world.addCompanyField(companyField, 'text');
      await on.switchOn({ entries: [renamed({ ours: 'progress', object: 'company', field: companyField, whoWins })] });
      await on.advance();
      await on.drain();
      expect(await heldByCompany()).toBe('0');
      await on.world.setCompanyField(on.dealId, companyField, 'by a rep');
    };
    const change = async (): Promise<void> => {
      await on.want(companyField, 50);
      await on.drain();
    };
    const last = async () => (await on.ledgerOf(companyField)).at(-1);

    it('is written over where ours wins; what stood there stays in the ledger', async () => {
      await begin('ours');
      await change();
      expect(await heldByCompany()).toBe('50');
      expect(await last()).toMatchObject({ result: 'conflict_ours', before: 'by a rep', after: 50 });
    });

    it('stays where the CRM wins, until ours changes again; ours stays in the ledger', async () => {
      await begin('crm');
      await change();
      expect(await heldByCompany()).toBe('by a rep');
      expect(await last()).toMatchObject({ result: 'conflict_crm', before: 'by a rep', after: 50 });
      await on.want(companyField, 75);
      await on.drain();
      expect(await heldByCompany()).toBe('75');
    });

    it('waits for a person where nobody wins', async () => {
      await begin('nobody');
      await change();
      expect(await heldByCompany()).toBe('by a rep');
      expect(await last()).toMatchObject({ result: 'failed', error: expect.stringContaining('by a rep') });
    });

    it('is found by reconcile and written again where ours wins, with nothing of ours to write', async () => {
      await begin('ours');
      expect(await reconcileConnection(on.deps(), on.connectionId)).toMatchObject({ driftedValues: 1 });
      await on.drain();
      expect(await heldByCompany()).toBe('0');
      expect(await last()).toMatchObject({ result: 'conflict_ours', before: 'by a rep', after: 0 });
    });
  });

  describe('a value that drifted, with nothing of ours to write', () => {
    const drift = async (whoWins: MappingEntry['whoWins']) => {
      await on.switchOn({ entries: [renamed({ ours: 'progress', whoWins })] });
      await on.advance();
      await on.drain();
      await on.setByRep(noteField, 'by a rep');
      const found = await reconcileConnection(on.deps(), on.connectionId);
      await on.drain();
      return found.driftedValues;
    };

    it('is written again where ours wins', async () => {
      expect(await drift('ours')).toBe(1);
      expect(await on.held(noteField)).toBe('0');
      expect((await on.ledgerOf(noteField)).at(-1)).toMatchObject({
        result: 'conflict_ours',
        before: 'by a rep',
        after: 0,
      });
    });
    it('stays where the CRM wins, told once', async () => {
      expect(await drift('crm')).toBe(1);
      expect(await on.held(noteField)).toBe('by a rep');
      expect((await on.ledgerOf(noteField)).at(-1)).toMatchObject({
        direction: 'drift',
        result: 'conflict_crm',
        before: 0,
        after: 'by a rep',
      });
      expect(await reconcileConnection(on.deps(), on.connectionId)).toMatchObject({ driftedValues: 0 });
    });
    it.each(['ours', 'crm'] as const)(
      'is none where the CRM keeps fewer decimals of a number, and no change by somebody else either where %s wins',
      async (whoWins) => {
        await on.switchOn({ entries: [entry({ ours: 'progress', field: monthsField, whoWins })] });
        await on.advance();
        await on.drain();
        await on.want(monthsField, 1234.567);
        await on.drain();
        expect(Number(await on.held(monthsField))).toBeCloseTo(1234.567, 1);
        const told = await on.ledgerOf(monthsField);
        expect(await reconcileConnection(on.deps(), on.connectionId)).toMatchObject({ driftedValues: 0 });
        await on.drain();
        expect(await on.ledgerOf(monthsField)).toEqual(told);
        await on.want(monthsField, 2000.123);
        await on.drain();
        expect((await on.ledgerOf(monthsField)).at(-1)).toMatchObject({ result: 'written', after: 2000.123 });
      },
    );
    it('is reported once where nobody wins', async () => {
      expect(await drift('nobody')).toBe(1);
      expect(await on.held(noteField)).toBe('by a rep');
      expect((await on.ledgerOf(noteField)).at(-1)).toMatchObject({ direction: 'drift', result: 'reported' });
      expect(await reconcileConnection(on.deps(), on.connectionId)).toMatchObject({ driftedValues: 0 });
    });
    it('is none where the field itself is gone: that stops, and comes back by itself', async () => {
      await on.switchOn({ entries: [renamed({ ours: 'progress', whoWins: 'crm' })] });
      await on.advance();
      await on.drain();
      await on.world.deleteDealField(noteField);
      expect(await reconcileConnection(on.deps(), on.connectionId)).toMatchObject({ driftedValues: 0 });
      expect((await connectionById(on.db, on.connectionId)).stoppedFields).toEqual(['deal.note__c']);
      await on.world.addDealField(noteField, 'text');
      await reconcileConnection(on.deps(), on.connectionId);
      expect((await connectionById(on.db, on.connectionId)).stoppedFields).toEqual([]);
    });
  });

  describe('a field that is deleted or made another kind of field', () => {
    it.each([
      [
        'deleted',
        () => on.world.deleteDealField(noteField),
        () => on.world.addDealField(noteField, 'text'),
        'no deal field “note__c” any more',
      ],
      [
        'retyped',
        () => on.world.retypeDealField(noteField, 'number'),
        () => on.world.retypeDealField(noteField, 'text'),
        'is a number field now',
      ],
    ])('stops alone when it is %s, by name, and goes on when it is well again', async (_, spoil, mend, reason) => {
      await on.switchOn({ entries: [renamed({}), entry({ ours: 'progress', field: monthsField })] });
      await on.advance();
      await spoil();
      for (let round = 0; round < 3; round += 1) await on.drain();
      const { stoppedFields } = await connectionById(on.db, on.connectionId);
      expect(stoppedFields).toEqual(['deal.note__c']);
      expect(await on.held(monthsField)).toBe('0');
      expect((await on.ledgerOf(noteField)).at(-1)).toMatchObject({
        result: 'failed',
        error: expect.stringContaining(reason),
      });
      await mend();
      expect(await watchFields(on.deps(), on.connectionId)).toEqual([]);
      await on.drain();
      expect(await on.held(noteField)).toContain(on.onboardingId);
    });
  });
});
