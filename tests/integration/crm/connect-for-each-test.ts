/** A database of the file's own, and before each test a connection of its own to a CRM that answers over HTTP. */
import { v7 as uuid } from 'uuid';
import { afterEach, beforeAll, beforeEach } from 'vitest';
import type { CrmPort } from '../../../integrations/ports.ts';
import { createClock } from '../../../src/db/clock.ts';
import { rememberConnection } from '../../../src/db/connections.ts';
import type { Database } from '../../../src/db/database.ts';
import { storeEvents } from '../../../src/db/inbox.ts';
import { createPlaybookStore } from '../../../src/db/playbook-store.ts';
import type { CrmDeps } from '../../../src/usecases/crm/crm-deps.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { publishPlaybooks } from '../../../src/usecases/publish-playbooks.ts';
import { silent } from '../../contract/sandbox-server.ts';
import { useDatabase } from '../../support/database.ts';
import { dealChanged } from './deal-changed.ts';

interface Startable {
  crm: CrmPort;
  stop(): Promise<void>;
}
export interface Connected<W> {
  readonly db: Database;
  /** the CRM, and what people do in it */
  readonly world: W;
  readonly connectionId: string;
  /** of one process; `crm` is what it calls the CRM with */
  deps(crm?: CrmPort): CrmDeps;
  /** an event told of the deal */
  follow(dealId: string): Promise<void>;
}

/** @param folder of the playbooks that there are */
export function connectForEachTest<W extends Startable>(start: () => Promise<W>, folder = 'playbooks'): Connected<W> {
  const opened = useDatabase();
  let world: W | undefined;
  let connectionId = '';
  const running = (): W => {
    if (!world) throw new Error('the CRM is there from the first beforeEach on');
    return world;
  };
  beforeAll(async () => {
    await publishPlaybooks(
      { playbooks: createPlaybookStore(opened.db), clock: createClock(opened.db), logger: silent },
      folder,
    );
  });
  beforeEach(async () => {
    world = await start();
    const { provider } = world.crm;
    const account = { provider, accountId: uuid(), name: provider };
    ({ id: connectionId } = await rememberConnection(opened.db, account, new Date()));
  });
  afterEach(() => world?.stop());
  const connected: Connected<W> = {
    get db() {
      return opened.db;
    },
    get world() {
      return running();
    },
    get connectionId() {
      return connectionId;
    },
    deps: (crm = running().crm) => ({
      db: opened.db,
      clock: createClock(opened.db),
      playbooks: createPlaybookStore(opened.db),
      publicUrl: 'https://gangway.example',
      crms: new Map([[connectionId, crm]]),
      company: { timezone: 'Europe/Berlin', country: null },
      logger: silent,
    }),
    async follow(dealId) {
      await storeEvents(opened.db, connectionId, [dealChanged(dealId)], new Date());
      await drainInbox(connected.deps(), connectionId);
    },
  };
  return connected;
}
