/** A connection with a sandbox HubSpot whose own controls a test wants; what holds for both CRMs takes connectForEachTest. */
import { type Sandbox, startSandbox } from '../../contract/sandbox-server.ts';
import { type Connected, connectForEachTest } from './connect-for-each-test.ts';

export interface HubSpotConnected extends Omit<Connected<unknown>, 'world'> {
  readonly sandbox: Sandbox;
}

export function crmForEachTest(): HubSpotConnected {
  const connected = connectForEachTest(async () => {
    const sandbox = await startSandbox();
    const { crm } = sandbox.hubspot();
    await crm.setUp();
    await sandbox.control('PUT', '/limits', { enabled: false });
    return { crm, sandbox, stop: () => sandbox.stop() };
  });
  return {
    get db() {
      return connected.db;
    },
    get connectionId() {
      return connected.connectionId;
    },
    get sandbox() {
      return connected.world.sandbox;
    },
    deps: connected.deps,
    follow: connected.follow,
  };
}
