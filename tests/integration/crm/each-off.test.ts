/** Events and reconcile: with either of them off, and with both on, exactly one onboarding comes of a won deal. On both CRMs. */
import { beforeEach, describe, expect, it } from 'vitest';
import { connectionById, setDealSearch } from '../../../src/db/connections.ts';
import { storeEvents } from '../../../src/db/inbox.ts';
import { stopFields } from '../../../src/db/stopped-fields.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { connectForEachTest } from './connect-for-each-test.ts';
import { dealChanged } from './deal-changed.ts';

describe.each(worlds)('on $name', ({ start }) => {
  const on = connectForEachTest(start);
  let dealId = '';
  const look = () => reconcileConnection(on.deps(), on.connectionId);
  const drain = () => drainInbox(on.deps(), on.connectionId);
  const turn = (to: 'on' | 'off') => setDealSearch(on.db, on.connectionId, to === 'on', new Date());
  const anEventTells = () => storeEvents(on.db, on.connectionId, [dealChanged(dealId)], new Date());
  const plans = async () =>
    (await on.db.query('SELECT deal_id FROM onboardings WHERE connection_id = $1', [on.connectionId])).length;

  beforeEach(async () => {
    await on.world.crm.setUp();
    await look();
    ({ id: dealId } = await on.world.addDeal({ company: 'Harbor Freight Lines' }));
  });

  it('reconcile alone finds it', async () => {
    for (let round = 0; round < 2; round += 1) {
      await look();
      await drain();
    }
    expect(await plans()).toBe(1);
  });

  it('events alone tell of it, however often reconcile looks', async () => {
    await turn('off');
    expect(await look()).toMatchObject({ missedDeals: 0 });
    await drain();
    expect(await plans()).toBe(0);
    await anEventTells();
    await drain();
    await look();
    await anEventTells();
    await drain();
    expect(await plans()).toBe(1);
  });

  it('both tell of it, in either order and at once', async () => {
    await anEventTells();
    await look();
    await drain();
    await look();
    await anEventTells();
    await drain();
    expect(await plans()).toBe(1);
  });

  it('what no event told of while the search was off is found once it is on', async () => {
    await turn('off');
    await look();
    // as the looks of the next hour leave it
    await on.db.query(
      `UPDATE crm_connections SET last_reconciled_at = last_reconciled_at + interval '1 hour' WHERE id = $1`,
      [on.connectionId],
    );
    await turn('on');
    expect(await look()).toMatchObject({ missedDeals: 1 });
    await drain();
    expect(await plans()).toBe(1);
  });

  it('fields are watched while the search is off', async () => {
    await turn('off');
    await on.world.addDealField('note__c', 'text');
    await stopFields(on.db, on.connectionId, [{ object: 'deal', field: 'note__c', reason: 'It was gone' }], new Date());
    await look();
    expect((await connectionById(on.db, on.connectionId)).stoppedFields).toEqual([]);
  });
});
