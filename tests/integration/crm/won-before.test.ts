/** Deals that were won before a connection's day are left for Coming aboard, whoever tells of them; for each CRM the same. */
import { v7 as uuid } from 'uuid';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../../../src/db/clock.ts';
import { rememberConnection, setWonSince } from '../../../src/db/connections.ts';
import { storeEvents } from '../../../src/db/inbox.ts';
import { createPlaybookStore } from '../../../src/db/playbook-store.ts';
import { knownDeals } from '../../../src/db/queries/known-deals.ts';
import { listBackfillItems } from '../../../src/db/queries/list-backfills.ts';
import { continueBackfill } from '../../../src/usecases/aboard/continue-backfill.ts';
import { beginBackfill } from '../../../src/usecases/aboard/steer-backfill.ts';
import type { CrmDeps } from '../../../src/usecases/crm/crm-deps.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { startByHand } from '../../../src/usecases/onboardings/start-by-hand.ts';
import { publishPlaybooks } from '../../../src/usecases/publish-playbooks.ts';
import { type CrmWorld, worlds } from '../../contract/crm-port/world.ts';
import { silent } from '../../contract/sandbox-server.ts';
import { useDatabase } from '../../support/database.ts';
import { dealChanged } from './deal-changed.ts';

const opened = useDatabase();
const person = { kind: 'person' as const, id: null, label: 'Mira' };
const today = (): string => new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  const playbooks = createPlaybookStore(opened.db);
  await publishPlaybooks({ playbooks, clock: createClock(opened.db), logger: silent }, 'playbooks');
});

describe.each(worlds)('$name: the day from which won deals start', ({ start }) => {
  let world: CrmWorld;
  let connectionId: string;
  beforeEach(async () => {
    world = await start();
    const account = { provider: world.crm.provider, accountId: uuid(), name: 'CRM', wonSince: today() };
    ({ id: connectionId } = await rememberConnection(opened.db, account, new Date()));
  });
  afterEach(() => world.stop());

  const deps = (): CrmDeps => ({
    db: opened.db,
    clock: createClock(opened.db),
    playbooks: createPlaybookStore(opened.db),
    publicUrl: 'https://gangway.example',
    crms: new Map([[connectionId, world.crm]]),
    company: { timezone: 'UTC', country: null },
    logger: silent,
  });
  const touched = async (dealId: string): Promise<void> => {
    await storeEvents(opened.db, connectionId, [dealChanged(dealId)], new Date());
    await drainInbox(deps(), connectionId);
  };
  const onboarded = async (): Promise<string[]> =>
    (
      await opened.db.query<{ deal_id: string }>('SELECT deal_id FROM onboardings WHERE connection_id = $1', [
        connectionId,
      ])
    ).map(({ deal_id: dealId }) => dealId);

  /** As one that was brought in won: nothing in the CRM says that it stood open. */
  const longWon = async (): Promise<string> => (await world.addDeal({ closeOn: '2024-03-02' })).id;

  it('leaves an older deal that somebody touches, says why, and starts one that is won now', async () => {
    const old = await longWon();
    const fresh = await world.addDeal({ closeOn: today() });
    await touched(old);
    await touched(fresh.id);
    expect(await onboarded()).toEqual([fresh.id]);
    const [known] = await knownDeals(opened.db, [{ connectionId, dealId: old }]);
    expect(known?.noOnboardingReason).toMatch(/^Won before .*Coming aboard/);
  });

  it('leaves it to reconcile no more than to an event, and shows it in Coming aboard', async () => {
    const old = await longWon();
    await reconcileConnection(deps(), connectionId);
    await drainInbox(deps(), connectionId);
    expect(await onboarded()).toEqual([]);
    const backfillId = await beginBackfill(deps(), {
      connectionId,
      wonSince: '2024-01-01',
      withSheet: false,
      startedBy: 'Mira',
    });
    while ((await continueBackfill(deps(), backfillId)).hasMore);
    const { items } = await listBackfillItems(opened.db, {
      backfillId,
      state: undefined,
      cursor: undefined,
      limit: 50,
    });
    expect(items).toMatchObject([{ dealId: old, state: 'open' }]);
  });

  it('tells when the CRM saw it won, whatever its close date says', async () => {
    const { id } = await world.addDeal({ stands: 'open' });
    const before = Date.now();
    await world.moveDeal(id, 'won');
    const [read] = await world.crm.readDeals([id], []);
    const wonAt = read?.result === 'found' ? read.deal.wonAt : null;
    // Salesforce knows whole seconds
    expect(Date.parse(wonAt ?? '')).toBeGreaterThan(before - 1_000);
  });

  it('starts it for a person, and by itself once an administrator moves the day', async () => {
    const first = await longWon();
    const second = await longWon();
    await startByHand(deps(), { connectionId, dealId: first }, person);
    await setWonSince(opened.db, connectionId, '2024-03-02');
    await touched(second);
    expect((await onboarded()).toSorted()).toEqual([first, second].toSorted());
  });
});
