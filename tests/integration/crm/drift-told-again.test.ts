/** Drift is told once while it stands, and each time that it happens anew, on both CRMs. */
import { describe, expect, it } from 'vitest';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { mappedOnboarding } from './mapped-onboarding.ts';

const ours = 'gangway_progress';

describe.each(worlds)('a value of ours that somebody changed on $name', ({ start }) => {
  const on = mappedOnboarding(start);
  const told = async (): Promise<number> => (await reconcileConnection(on.deps(), on.connectionId)).driftedValues;
  const write = async (progress: number): Promise<void> => {
    await on.want(ours, progress);
    await on.drain();
  };

  it('is told again once we wrote ours and it was changed to the same once more', async () => {
    await write(40);
    await on.setByRep(ours, '55');
    expect(await told()).toBe(1);
    expect(await told()).toBe(0);
    await write(50);
    await write(40);
    expect(await told()).toBe(0);
    await on.setByRep(ours, '55');
    expect(await told()).toBe(1);
    expect(await told()).toBe(0);
    const drift = (await on.ledgerOf(ours)).filter(({ direction }) => direction === 'drift');
    expect(drift.map(({ before, after, result }) => ({ before, after, result }))).toEqual([
      { before: 40, after: '55', result: 'reported' },
      { before: 40, after: '55', result: 'reported' },
    ]);
  });

  it('is told again once they put ours back themselves and it was changed to the same once more', async () => {
    await write(40);
    await on.setByRep(ours, '55');
    expect(await told()).toBe(1);
    await on.setByRep(ours, '40');
    expect(await told()).toBe(0);
    await on.setByRep(ours, '55');
    expect(await told()).toBe(1);
  });
});
