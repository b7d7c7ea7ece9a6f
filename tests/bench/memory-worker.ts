/** Caches that many workflows and says what each added to the heap. */
import { randomUUID } from 'node:crypto';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { z } from 'zod';
import { createDecisionActivities } from '../../activities/decisions.ts';
import { readConfig } from '../../src/config/config.ts';
import { createCore } from '../../src/main/core.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { connectTemporalClient, connectTemporalWorker } from '../../src/temporal/connect.ts';
import { bundleWorkflows } from '../../src/temporal/worker.ts';
import { bundleBare } from './bare/worker.ts';
import { sideBySide, untilTrue } from './measure.ts';

const { side, databaseUrl, temporalAddress, namespace, cached } = z
  .object({
    side: z.enum(['ours', 'bare']),
    databaseUrl: z.string(),
    temporalAddress: z.string(),
    namespace: z.string(),
    cached: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));

Runtime.install({ logger: new DefaultLogger('ERROR') });
const logger = createLogger({ level: 'silent', name: 'bench' });
const core = await createCore({ config: readConfig({}), databaseUrl, publicUrl: 'http://bench.example', logger });
const target = { address: temporalAddress, namespace, apiKey: null, tls: null };
const [connection, client] = await Promise.all([connectTemporalWorker(target), connectTemporalClient(target)]);
const onboardings = await core.db.query<{ id: string }>('SELECT id FROM onboardings LIMIT $1', [cached]);
let steps = 0;
const { advance } = createDecisionActivities(core.deps);
const taskQueue = `memory-${randomUUID()}`;
const worker = await Worker.create({
  connection,
  namespace,
  taskQueue,
  workflowBundle: side === 'ours' ? await bundleWorkflows() : await bundleBare(),
  activities: {
    async advance(input: Parameters<typeof advance>[0]) {
      const { wakeInMs } = await advance(input);
      steps += 1;
      return { effects: [], wakeInMs: wakeInMs ?? 86_400_000, isOver: false };
    },
    async nothing() {
      steps += 1;
    },
  },
  debugMode: true,
  maxCachedWorkflows: cached * 2,
  maxConcurrentLocalActivityExecutions: 4,
});
const running = worker.run();

let started = 0;
const start = async (): Promise<void> => {
  const n = started++;
  await client.workflow.start(side === 'ours' ? 'onboarding' : 'bareIdle', {
    workflowId: randomUUID(),
    taskQueue,
    args: [side === 'ours' ? { onboardingId: onboardings[n]?.id } : { key: '' }],
  });
};
/** everything that is made once is made by the first few */
const first = 20;
await grow(first);
const before = heap();
await grow(cached - first);
const kilobytesEach = (heap() - before) / 1024 / (cached - first);
process.stdout.write(JSON.stringify({ kilobytesEach }));
worker.shutdown();
await running;
await Promise.allSettled([connection.close(), client.connection.close()]);
await core.close();

async function grow(by: number): Promise<void> {
  const expected = steps + by;
  await sideBySide(by, 8, start);
  await untilTrue('cached', () => steps >= expected && worker.getStatus().numCachedWorkflows >= expected);
  await untilTrue('at rest', () => worker.getStatus().numInFlightWorkflowActivations === 0);
}

function heap(): number {
  for (let n = 0; n < 4; n++) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
