/** Mappings that were kept before it was refused to write where the CRM alone tells, on both CRMs. */
import { describe, expect, it } from 'vitest';
import { activateMapping, saveDraft } from '../../../src/db/crm-mappings.ts';
import { stoppedFieldsOf } from '../../../src/db/stopped-fields.ts';
import type { MappingEntry } from '../../../src/domain/mapping/model.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { saveMapping } from '../../../src/usecases/mapping/save-mapping.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { entry, mapping } from '../../unit/mapping/entries.ts';
import { mappedOnboarding, noteField } from './mapped-onboarding.ts';

describe.each(worlds)('on $name', ({ name, start }) => {
  const on = mappedOnboarding(start);
  const amount = name === 'HubSpot' ? 'amount' : 'Amount';
  const entries: MappingEntry[] = [
    entry({ ours: 'progress', field: amount }),
    entry({ ours: 'onboarding_url', field: noteField }),
  ];
  /** as before there was the check */
  const keptEarlier = () =>
    on.db.transaction(async (tx) => {
      const { connectionId } = on;
      const content = mapping({ entries });
      await saveDraft(tx, { connectionId, content, note: '', basedOn: 0, byId: null, now: new Date() });
      const [row] = await tx.query<{ id: string }>('SELECT id FROM crm_mappings WHERE connection_id = $1', [
        connectionId,
      ]);
      const winners = entries.map(({ object, field, whoWins }) => ({ object, field, whoWins, versionId: null }));
      await activateMapping(tx, {
        connectionId,
        mappingId: row?.id ?? '',
        byId: null,
        now: new Date(),
        winners,
        dropped: [],
      });
    });
  const written = () =>
    on.db.query(
      `INSERT INTO crm_values (connection_id, object_type, record_id, field, value, why, onboarding_id, wanted_at, state, who_wins)
       VALUES ($1, 'deal', $2, $3, '7', 'The plan was published', $4, now(), 'written', 'ours')`,
      [on.connectionId, on.dealId, amount, on.onboardingId],
    );

  it('write nothing there, say why by name, and the rest goes on', async () => {
    await keptEarlier();
    await written();
    await reconcileConnection(on.deps(), on.connectionId);
    await on.advance();
    await on.drain();
    expect(await on.held(noteField)).toContain(on.onboardingId);
    expect(Number(await on.held(amount))).toBe(24_000);
    expect(await stoppedFieldsOf(on.db, on.connectionId)).toMatchObject([
      { object: 'deal', field: amount, reason: expect.stringMatching(/a change made by sales.*another field/) },
    ]);
    const content = mapping({ entries });
    const { issues } = await saveMapping(on.deps(), on.connectionId, { content, note: '', basedOn: 1, byId: null });
    expect(issues).toMatchObject([{ at: 'entries.0', field: `deal.${amount}` }]);
  });
});
