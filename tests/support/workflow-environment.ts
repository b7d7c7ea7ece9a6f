/** A worker with faked activities on the real server, for the story of one workflow. */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { temporal } from '@temporalio/proto';
import { afterAll, beforeAll } from 'vitest';
import { bundleWorkflows } from '../../src/temporal/worker.ts';
import { taskQueues } from '../../temporal.config.ts';
import { createTestNamespace } from './temporal.ts';

export interface WorkflowEnvironment {
  client: Client;
  /** Runs workers with these activities while `story` goes on. `cached: 0` replays at every step. */
  withWorker<T>(activities: object, story: () => Promise<T>, options?: { cached?: number }): Promise<T>;
  /** Starts a workflow under skipped time and returns its id. */
  startSkippingTime(workflowType: string, input: object): Promise<string>;
  eventTypes(workflowId: string): Promise<string[]>;
}

export function useWorkflowEnvironment(): WorkflowEnvironment {
  let opened:
    | { client: Client; connection: Connection; native: NativeConnection; namespace: string; bundle: { code: string } }
    | undefined;
  const use = () => {
    if (!opened) throw new Error('the environment is there from the first beforeAll on');
    return opened;
  };
  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const { address, namespace } = await createTestNamespace();
    const [connection, native, bundle] = await Promise.all([
      Connection.connect({ address }),
      NativeConnection.connect({ address }),
      bundleWorkflows(),
    ]);
    opened = { client: new Client({ connection, namespace }), connection, native, namespace, bundle };
  });
  afterAll(async () => {
    await opened?.connection.close();
    await opened?.native.close();
  });
  return {
    get client() {
      return use().client;
    },
    async withWorker(activities, story, { cached = 0 } = {}) {
      const { native, namespace, bundle } = use();
      const workers = await Promise.all(
        Object.values(taskQueues).map((taskQueue) =>
          Worker.create({
            connection: native,
            namespace,
            taskQueue,
            workflowBundle: bundle,
            activities,
            maxCachedWorkflows: cached,
          }),
        ),
      );
      const running = workers.map((worker) => worker.run());
      try {
        return await story();
      } finally {
        for (const worker of workers) worker.shutdown();
        await Promise.all(running);
      }
    },
    async startSkippingTime(workflowType, input) {
      const { client, namespace } = use();
      const workflowId = `${workflowType}-${randomUUID()}`;
      await client.workflowService.startWorkflowExecution({
        namespace,
        workflowId,
        requestId: randomUUID(),
        workflowType: { name: workflowType },
        taskQueue: { name: taskQueues.workflows },
        input: { payloads: [jsonPayload(input)] },
        workflowTaskTimeout: msToTs(5_000),
        timeSkippingConfig: { enabled: true, maxSessionSkipCount: 1000 },
      });
      return workflowId;
    },
    async eventTypes(workflowId) {
      const history = await use().client.workflow.getHandle(workflowId).fetchHistory();
      return (history.events ?? []).map((event) => temporal.api.enums.v1.EventType[event.eventType ?? 0] ?? 'unknown');
    },
  };
}

const encoder = new TextEncoder();
const jsonPayload = (value: object) => ({
  metadata: { encoding: encoder.encode('json/plain') },
  data: encoder.encode(JSON.stringify(value)),
});
