/** What an account says where one of its onboardings was cancelled and another goes on, on both CRMs. */
import { describe, expect, it } from 'vitest';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { byManager } from './by-a-manager.ts';
import { mappedOnboarding } from './mapped-onboarding.ts';

describe.each(worlds)('on $name', ({ start }) => {
  const on = mappedOnboarding(start, 'tests/fixtures/playbooks');
  const { does, publish, reachFirstUse, goLive } = byManager(on, 2);
  const account = async (): Promise<string> => {
    const [row] = await on.db.query<{ id: string }>(
      'SELECT a.crm_id AS id FROM accounts a JOIN onboardings o ON o.account_id = a.id WHERE o.id = $1',
      [on.onboardingId],
    );
    return row?.id ?? '';
  };
  const told = async (): Promise<string | undefined> => {
    const id = await account();
    return (await on.world.crm.readFields('company', [id], ['gangway_customer_status'])).get(id)?.[
      'gangway_customer_status'
    ];
  };
  /** another deal of the same account is won. @returns its onboarding */
  const expand = async (): Promise<string> => {
    const { id } = await on.world.addDeal({ name: 'More seats', stands: 'open' });
    await on.world.giveCompany(id, await account());
    await on.world.moveDeal(id, 'won');
    await on.follow(id);
    await on.drain();
    const [row] = await on.db.query<{ id: string }>(
      'SELECT id FROM onboardings WHERE connection_id = $1 AND deal_id = $2',
      [on.connectionId, id],
    );
    return row?.id ?? '';
  };
  const cancel = async (id: string): Promise<void> => {
    await does('cancel', id, { reason: 'Not now' });
    await on.drain();
  };

  it('is what the one says that goes on, and what others change there is seen again', async () => {
    await publish();
    await reachFirstUse();
    await goLive();
    expect(await told()).toBe('live');
    const expansion = await expand();
    expect(await told()).toBe('live');
    await cancel(expansion);
    expect(await told()).toBe('live');
    await on.world.setCompanyField(on.dealId, 'gangway_customer_status', 'on_hold');
    expect(await reconcileConnection(on.deps(), on.connectionId)).toMatchObject({ driftedValues: 1 });
  });

  it('is live as soon as one of them is, whatever another is at', async () => {
    const expansion = await expand();
    expect(await told()).toBe('onboarding');
    await publish();
    await reachFirstUse();
    await goLive();
    expect(await told()).toBe('live');
    await does('publish', expansion);
    await on.drain();
    expect(await told()).toBe('live');
  });

  it('is that it was cancelled once the last one is', async () => {
    const expansion = await expand();
    await cancel(on.onboardingId);
    expect(await told()).toBe('onboarding');
    await cancel(expansion);
    expect(await told()).toBe('cancelled');
  });
});
