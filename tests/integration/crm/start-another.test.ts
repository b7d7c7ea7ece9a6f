/** A deal that was handed over and stayed won: by hand another onboarding is started, once, by whoever says so; on both CRMs. */
import { describe, expect, it } from 'vitest';
import { knownDeals } from '../../../src/db/queries/known-deals.ts';
import { startByHand } from '../../../src/usecases/onboardings/start-by-hand.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { mappedOnboarding } from './mapped-onboarding.ts';

const mira = { kind: 'person' as const, id: null, label: 'Mira' };

describe.each(worlds)('on $name', ({ start }) => {
  const on = mappedOnboarding(start);
  const begin = (after?: string) =>
    startByHand(on.deps(), { connectionId: on.connectionId, dealId: on.dealId, ...(after && { after }) }, mira);
  const known = async () => (await knownDeals(on.db, [{ connectionId: on.connectionId, dealId: on.dealId }]))[0];
  const handOver = (): Promise<unknown> =>
    on.db.query(
      `UPDATE onboardings SET status = 'transitioned', transitioned_at = '2026-10-03T12:00:00Z' WHERE id = $1`,
      [on.onboardingId],
    );

  it('answers with the one that was handed over, and when, until somebody says that another one is meant', async () => {
    await handOver();
    expect(await begin()).toEqual({ onboardingId: on.onboardingId, created: false });
    expect(await known()).toMatchObject({
      onboardingId: on.onboardingId,
      onboardingStatus: 'transitioned',
      handedOverAt: '2026-10-03T12:00:00.000Z',
    });
    const another = await begin(on.onboardingId);
    expect(another.created).toBe(true);
    expect(await known()).toMatchObject({ onboardingId: another.onboardingId, handedOverAt: null });
    expect(await begin(on.onboardingId)).toEqual({ onboardingId: another.onboardingId, created: false });
    await on.follow();
    const cycles = await on.db.query('SELECT id, cycle FROM onboardings WHERE deal_id = $1 ORDER BY cycle', [
      on.dealId,
    ]);
    expect(cycles).toEqual([
      { id: on.onboardingId, cycle: 1 },
      { id: another.onboardingId, cycle: 2 },
    ]);
  });

  it('starts none beside one that runs, whatever is said', async () => {
    expect(await begin(on.onboardingId)).toEqual({ onboardingId: on.onboardingId, created: false });
  });
});
