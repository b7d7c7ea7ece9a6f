/** Deals won before Gangway came, in whichever CRM, taken aboard as a person and the workflow do it. Before each test there are none. */
import { beforeEach } from 'vitest';
import { listBackfillItems, listBackfills } from '../../../src/db/queries/list-backfills.ts';
import { continueBackfill } from '../../../src/usecases/aboard/continue-backfill.ts';
import { beginBackfill } from '../../../src/usecases/aboard/steer-backfill.ts';
import type { CrmKind } from '../../contract/crm-port/world.ts';
import { connectForEachTest } from '../crm/connect-for-each-test.ts';

export function backfillsOf(start: CrmKind['start']) {
  const connected = connectForEachTest(start);
  beforeEach(async () => {
    for (const table of ['crm_values', 'intents', 'activity', 'backfill_items', 'backfills', 'outbox'])
      await connected.db.query(`DELETE FROM ${table}`);
    await connected.db.query('TRUNCATE onboardings CASCADE');
  });
  return {
    connected,
    begin: (withSheet = false): Promise<string> =>
      beginBackfill(connected.deps(), {
        connectionId: connected.connectionId,
        wonSince: '2020-01-01',
        withSheet,
        startedBy: 'Mira',
      }),
    async goOn(backfillId: string, batches = 50): Promise<void> {
      for (let n = 0; n < batches; n++) if (!(await continueBackfill(connected.deps(), backfillId)).hasMore) return;
    },
    items: async (backfillId: string) =>
      (await listBackfillItems(connected.db, { backfillId, state: undefined, cursor: undefined, limit: 500 })).items,
    state: async (backfillId: string) => (await listBackfills(connected.db)).find(({ id }) => id === backfillId),
  };
}
