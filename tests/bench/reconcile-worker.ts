/** One reconcile in a process of its own, and how far its heap grew on the way. */
import { z } from 'zod';
import { readConfig } from '../../src/config/config.ts';
import { createCore } from '../../src/main/core.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { reconcileConnection } from '../../src/usecases/crm/reconcile.ts';
import { portTo } from './reconcile-crms.ts';

const { databaseUrl, provider, url, connectionId } = z
  .object({
    databaseUrl: z.string(),
    provider: z.enum(['hubspot', 'salesforce']),
    url: z.string(),
    connectionId: z.string(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));
const logger = createLogger({ level: 'error', name: 'bench' });
const core = await createCore({ config: readConfig({}), databaseUrl, publicUrl: 'http://bench.example', logger });
const crm = portTo(provider, url, logger);
const deps = { ...core.deps, crms: new Map([[connectionId, crm]]) };
await crm.listStages();

const heap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
};
const before = heap();
let most = before;
const timer = setInterval(() => (most = Math.max(most, heap())), 20);
await reconcileConnection(deps, connectionId);
clearInterval(timer);
process.stdout.write(JSON.stringify({ megabytes: Math.max(most, heap()) - before }));
await core.close();
