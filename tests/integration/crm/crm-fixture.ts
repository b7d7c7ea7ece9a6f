/** A database of the file's own, connected with a sandbox HubSpot that answers over HTTP. */
import { v7 as uuid } from 'uuid';
import { afterEach, beforeAll, beforeEach } from 'vitest';
import type { CrmPort } from '../../../integrations/ports.ts';
import { createClock } from '../../../src/db/clock.ts';
import { rememberConnection } from '../../../src/db/connections.ts';
import type { Database } from '../../../src/db/database.ts';
import { createPlaybookStore } from '../../../src/db/playbook-store.ts';
import type { CrmDeps } from '../../../src/usecases/crm/crm-deps.ts';
import { publishPlaybooks } from '../../../src/usecases/publish-playbooks.ts';
import { type Sandbox, silent, startSandbox } from '../../contract/sandbox-server.ts';
import { useDatabase } from '../../support/database.ts';

export interface CrmWorld {
  readonly db: Database;
  readonly sandbox: Sandbox;
  /** a connection of the test's own */
  readonly connectionId: string;
  /** of one process; `crm` is what it calls HubSpot with */
  deps(crm?: CrmPort): CrmDeps;
}

export function crmForEachTest(): CrmWorld {
  const opened = useDatabase();
  let sandbox: Sandbox | undefined;
  let connectionId = '';
  const running = (): Sandbox => {
    if (!sandbox) throw new Error('the sandbox is there from the first beforeEach on');
    return sandbox;
  };
  const world: CrmWorld = {
    get db() {
      return opened.db;
    },
    get sandbox() {
      return running();
    },
    get connectionId() {
      return connectionId;
    },
    deps: (crm = running().hubspot().crm) => ({
      db: opened.db,
      clock: createClock(opened.db),
      playbooks: createPlaybookStore(opened.db),
      publicUrl: 'https://gangway.example',
      crms: new Map([[connectionId, crm]]),
      company: { timezone: 'Europe/Berlin', country: null },
      logger: silent,
    }),
  };
  beforeAll(async () => {
    await publishPlaybooks(
      { playbooks: createPlaybookStore(opened.db), clock: createClock(opened.db), logger: silent },
      'playbooks',
    );
  });
  beforeEach(async () => {
    sandbox = await startSandbox();
    await sandbox.hubspot().crm.setUp();
    await sandbox.control('PUT', '/limits', { enabled: false });
    const account = { provider: 'hubspot' as const, accountId: uuid(), name: 'HubSpot' };
    ({ id: connectionId } = await rememberConnection(opened.db, account, new Date()));
  });
  afterEach(() => sandbox?.stop());
  return world;
}
