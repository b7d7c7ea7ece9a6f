/** A mapping of a connection from its first draft to what is read and written by it, on both CRMs. */
import { describe, expect, it } from 'vitest';
import { connectionById } from '../../../src/db/connections.ts';
import type { MappingEntry } from '../../../src/domain/mapping/model.ts';
import { systemActor } from '../../../src/usecases/change-onboarding.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { watchFields } from '../../../src/usecases/crm/watch-fields.ts';
import { activateVersion } from '../../../src/usecases/mapping/activate-mapping.ts';
import { previewMapping } from '../../../src/usecases/mapping/preview-mapping.ts';
import { saveMapping } from '../../../src/usecases/mapping/save-mapping.ts';
import { runCommand } from '../../../src/usecases/onboardings/run-command.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { entry, mapping } from '../../unit/mapping/entries.ts';
import { mappedOnboarding, monthsField, noteField } from './mapped-onboarding.ts';

describe.each(worlds)('on $name', ({ start }) => {
  const on = mappedOnboarding(start);
  const factsOf = async () => {
    const [row] = await on.db.query<{ deal: { termMonths: number | null; region: string | null } }>(
      'SELECT deal FROM onboardings WHERE id = $1',
      [on.onboardingId],
    );
    return row?.deal;
  };
  const renamed = (over: Partial<MappingEntry>): MappingEntry =>
    entry({ ours: 'onboarding_url', field: noteField, ...over });

  describe('switching a mapping on', () => {
    it('lets running onboardings follow it, and new ones', async () => {
      expect(await on.switchOn({ entries: [renamed({})] })).toBe(1);
      expect(await on.held(noteField)).toBeNull();
      await on.advance();
      await on.drain();
      expect(await on.held(noteField)).toContain(on.onboardingId);
      const [row] = await on.db.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM outbox WHERE subject_id = $1 AND process = 'onboarding'`,
        [on.onboardingId],
      );
      expect(row?.n).toBe(1);
      const { mapping: active } = await connectionById(on.db, on.connectionId);
      expect(active?.content.entries).toEqual([renamed({})]);
    });

    it('is refused with its problems, and while somebody else saved another draft', async () => {
      const deps = on.deps();
      const content = mapping({ entries: [renamed({ field: 'nowhere' })] });
      const draft = { content, note: '', basedOn: 0, byId: null };
      const { version, issues } = await saveMapping(deps, on.connectionId, draft);
      expect(issues).toMatchObject([{ field: 'deal.nowhere' }]);
      await expect(activateVersion(deps, { connectionId: on.connectionId, version, byId: null })).rejects.toMatchObject(
        {
          code: 'invalid_input',
          message: expect.stringContaining('no such deal field'),
        },
      );
      await expect(saveMapping(deps, on.connectionId, draft)).rejects.toMatchObject({
        code: 'version_conflict',
      });
    });

    it('drops what was still to be written to fields that it has no more', async () => {
      await on.switchOn({ entries: [renamed({})] });
      await on.advance();
      await on.switchOn({ entries: [] });
      await on.drain();
      expect(await on.held(noteField)).toBeNull();
    });
  });

  describe('a preview on a real deal', () => {
    it('says what would be read and written, and writes nothing', async () => {
      const content = mapping({
        entries: [
          renamed({}),
          entry({ ours: 'term_months', field: monthsField, direction: 'from_crm', whoWins: 'crm' }),
          entry({ ours: 'progress', field: 'gone' }),
        ],
      });
      await on.setByRep(noteField, 'by a rep');
      const preview = await previewMapping(on.deps(), on.connectionId, { dealId: on.dealId, content });
      expect(preview).toMatchObject({
        onboardingId: on.onboardingId,
        reads: [{ ours: 'term_months', field: monthsField, held: '24', value: 24, known: 12 }],
      });
      expect(preview.writes).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            field: noteField,
            before: 'by a rep',
            after: expect.stringContaining(on.onboardingId),
            outcome: 'write',
          }),
          expect.objectContaining({ field: 'gone', outcome: 'no_field' }),
        ]),
      );
      const kept = mapping({ entries: [renamed({ whoWins: 'crm' })] });
      const { writes } = await previewMapping(on.deps(), on.connectionId, { dealId: on.dealId, content: kept });
      expect(writes).toMatchObject([{ field: noteField, outcome: 'conflict_crm' }]);
      expect(await on.held(noteField)).toBe('by a rep');
    });
  });

  describe('a CRM field that feeds the plan', () => {
    it('changes it when it changes, with its cause in the ledger', async () => {
      await on.switchOn({
        entries: [entry({ ours: 'term_months', field: monthsField, direction: 'from_crm', whoWins: 'crm' })],
      });
      await on.follow();
      expect((await factsOf())?.termMonths).toBe(24);
      await on.setByRep(monthsField, '36');
      await on.follow();
      expect((await factsOf())?.termMonths).toBe(36);
      expect((await on.ledgerOf(monthsField)).at(-1)).toMatchObject({
        direction: 'in',
        result: 'read',
        before: '24',
        after: '36',
        why: expect.stringContaining('term_months'),
      });
    });

    it.each([
      ['an event', 'many'],
      ['reconcile', '36'],
    ])(
      'keeps what it told when it is made another kind of field, told by %s, and goes on when it is well',
      async (way, told) => {
        await on.switchOn({
          entries: [
            entry({ ours: 'term_months', field: monthsField, direction: 'from_crm', whoWins: 'crm' }),
            entry({ ours: 'region', field: noteField, direction: 'from_crm', whoWins: 'crm' }),
          ],
        });
        await on.follow();
        await on.world.retypeDealField(monthsField, 'text');
        if (way === 'reconcile') await reconcileConnection(on.deps(), on.connectionId);
        await on.setByRep(monthsField, told);
        await on.setByRep(noteField, 'APAC');
        await on.follow();
        expect(await factsOf()).toMatchObject({ termMonths: 24, region: 'APAC' });
        const [alert] = await on.db.query<{ detail: string }>('SELECT detail FROM alerts WHERE subject_id = $1', [
          on.connectionId,
        ]);
        expect(alert?.detail).toMatch(
          /“months__c” is a text field now, and Contract term \(months\) is read from one of the kind number/,
        );
        await reconcileConnection(on.deps(), on.connectionId);
        expect((await connectionById(on.db, on.connectionId)).stoppedFields).toEqual(['deal.months__c']);
        await on.setByRep(monthsField, '48');
        await on.follow();
        await on.world.retypeDealField(monthsField, 'number');
        await reconcileConnection(on.deps(), on.connectionId);
        expect((await connectionById(on.db, on.connectionId)).stoppedFields).toEqual([]);
        await drainInbox(on.deps(), on.connectionId);
        expect((await factsOf())?.termMonths).toBe(48);
      },
    );

    it('keeps what it told when it is deleted, and is believed again once it is back', async () => {
      await on.switchOn({
        entries: [entry({ ours: 'term_months', field: monthsField, direction: 'from_crm', whoWins: 'crm' })],
      });
      await on.follow();
      await on.world.deleteDealField(monthsField);
      await on.setByRep('region', 'APAC');
      await on.follow();
      expect(await factsOf()).toMatchObject({ termMonths: 24, region: 'APAC' });
      expect((await connectionById(on.db, on.connectionId)).stoppedFields).toEqual(['deal.months__c']);
      await on.world.addDealField(monthsField, 'number');
      await on.setByRep(monthsField, '48');
      expect(await watchFields(on.deps(), on.connectionId)).toEqual([]);
      await on.follow();
      expect((await factsOf())?.termMonths).toBe(48);
    });
  });

  describe('a field that goes both ways', () => {
    const both = async (whoWins: MappingEntry['whoWins']) => {
      const goals = entry({ ours: 'handoff.success_criteria', field: 'why__c', direction: 'both', whoWins });
      await on.world.addDealField('why__c', 'text');
      await on.switchOn({ entries: [goals] });
      await runCommand(on.deps(), {
        name: 'set-handoff',
        subjectId: on.onboardingId,
        input: { values: { success_criteria: 'ours' } },
        actor: systemActor,
      });
      await on.drain();
      expect(await on.held('why__c')).toBe('ours');
      await on.follow();
      await on.setByRep('why__c', 'theirs');
      await on.follow();
      await on.drain();
      const [row] = await on.db.query<{ handoff: Record<string, string> }>(
        'SELECT handoff FROM onboardings WHERE id = $1',
        [on.onboardingId],
      );
      return { ours: row?.handoff['success_criteria'] ?? null, theirs: await on.held('why__c') };
    };

    it('is written again where ours wins', async () => {
      expect(await both('ours')).toEqual({ ours: 'ours', theirs: 'ours' });
      expect(await on.ledgerOf('why__c')).toContainEqual(
        expect.objectContaining({ direction: 'in', result: 'conflict_ours', after: 'theirs' }),
      );
    });
    it('is taken over where the CRM wins', async () => {
      expect(await both('crm')).toEqual({ ours: null, theirs: 'theirs' });
      expect(await on.ledgerOf('why__c')).toContainEqual(
        expect.objectContaining({ direction: 'in', result: 'conflict_crm', after: 'theirs' }),
      );
    });
    it('stays as it is on both sides where nobody wins', async () => {
      expect(await both('nobody')).toEqual({ ours: 'ours', theirs: 'theirs' });
    });
  });
});
