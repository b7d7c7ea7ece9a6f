import { randomUUID } from 'node:crypto';
import { ensureNamespace } from '../../src/main/local/temporal-namespace.ts';
import { askBroker } from './ask-broker.ts';

export interface TestTemporal {
  address: string;
  namespace: string;
}

/**
 * The real Temporal server of this test run, with a namespace of its own: ids and task queues of other files are not
 * in it. A workflow skips time when it is started by the raw service call with `timeSkippingConfig`.
 */
export async function createTestNamespace(): Promise<TestTemporal> {
  const address = await askBroker('temporal');
  const namespace = `test-${randomUUID()}`;
  await ensureNamespace(address, namespace);
  return { address, namespace };
}
