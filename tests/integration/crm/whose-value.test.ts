/** Whose a value in the CRM is: not somebody else’s because our answer was lost, and known to us once it was read. */
import { describe, expect, it } from 'vitest';
import type { CrmPort } from '../../../integrations/ports.ts';
import type { MappingEntry } from '../../../src/domain/mapping/model.ts';
import { systemActor } from '../../../src/usecases/change-onboarding.ts';
import { drainCrmValues } from '../../../src/usecases/crm/drain-crm-values.ts';
import { runCommand } from '../../../src/usecases/onboardings/run-command.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { entry } from '../../unit/mapping/entries.ts';
import { mappedOnboarding, noteField } from './mapped-onboarding.ts';

describe.each(worlds)('on $name', ({ start }) => {
  const on = mappedOnboarding(start);
  const drained = async (): Promise<void> => {
    for (let round = 0; round < 3; round += 1) await on.drain();
  };

  it.each(['crm', 'nobody'] as const)(
    'ours, where an answer was lost and ours changed since (%s wins)',
    async (whoWins) => {
      await on.switchOn({ entries: [entry({ ours: 'progress', field: noteField, whoWins })] });
      await on.advance();
      await drained();
      await on.world.trouble('lost_update');
      await on.want(noteField, 50);
      await on.drain().catch(() => null);
      await on.world.trouble('none');
      expect(await on.held(noteField)).toBe('50');
      await on.want(noteField, 75);
      await on.db.query('UPDATE crm_values SET retry_at = NULL');
      await drained();
      expect(await on.held(noteField)).toBe('75');
      expect((await on.ledgerOf(noteField)).filter(({ result }) => result.startsWith('conflict'))).toEqual([]);
    },
  );

  it('still somebody else’s, where they changed it after an answer was lost', async () => {
    await on.switchOn({ entries: [entry({ ours: 'progress', field: noteField, whoWins: 'crm' })] });
    await on.advance();
    await drained();
    await on.world.trouble('lost_update');
    await on.want(noteField, 50);
    await on.drain().catch(() => null);
    await on.world.trouble('none');
    await on.setByRep(noteField, 'by a rep');
    await on.want(noteField, 75);
    await on.db.query('UPDATE crm_values SET retry_at = NULL');
    await drained();
    expect(await on.held(noteField)).toBe('by a rep');
    expect((await on.ledgerOf(noteField)).at(-1)).toMatchObject({ result: 'conflict_crm' });
  });

  it('nobody’s any more, where we have nothing to say: it is emptied', async () => {
    await on.switchOn({ entries: [entry({ ours: 'progress', field: noteField })] });
    await on.advance();
    await drained();
    await on.db.query(
      `UPDATE crm_values SET value = 'null', version = version + 1, state = 'pending' WHERE field = $1`,
      [noteField],
    );
    await drained();
    expect((await on.held(noteField)) ?? '').toBe('');
  });

  describe('of a field that goes both ways and that the CRM wins', () => {
    const both: MappingEntry = entry({
      ours: 'handoff.purchased_for',
      field: noteField,
      direction: 'both',
      whoWins: 'crm',
    });
    const enter = async (text: string): Promise<void> => {
      await runCommand(on.deps(), {
        name: 'set-handoff',
        subjectId: on.onboardingId,
        input: { values: { purchased_for: text } },
        actor: systemActor,
      });
      await drained();
    };

    it('what is entered here after theirs was read is the newer one, also the first time', async () => {
      await on.setByRep(noteField, 'theirs');
      await on.switchOn({ entries: [both] });
      await on.follow();
      await enter('ours');
      expect(await on.held(noteField)).toBe('ours');
      await on.follow();
      await on.setByRep(noteField, 'theirs again');
      await on.follow();
      await enter('ours again');
      expect(await on.held(noteField)).toBe('ours again');
    });
  });

  it('given up once, where the CRM refuses for a field that we do not write', async () => {
    await on.switchOn({ entries: [entry({ ours: 'progress', field: noteField })] });
    await on.advance();
    await drained();
    await on.want(noteField, 50);
    let calls = 0;
    const crm: CrmPort = {
      ...on.world.crm,
      writeFields(writes) {
        calls += 1;
        return Promise.resolve(
          writes.map(({ objectType, recordId }) => ({
            objectType,
            recordId,
            result: 'failed' as const,
            code: 'rejected' as const,
            message: 'A closed deal needs a close reason',
            field: 'close_reason__c',
          })),
        );
      },
    };
    for (let round = 0; round < 3; round += 1) await drainCrmValues(on.deps(crm), on.connectionId);
    expect(calls).toBe(1);
    expect((await on.ledgerOf(noteField)).at(-1)).toMatchObject({
      result: 'failed',
      error: 'A closed deal needs a close reason',
    });
  });
});
