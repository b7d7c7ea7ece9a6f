import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type NativeConnection, Worker } from '@temporalio/worker';

export const bareTaskQueue = 'bare';

export const bundleBare = (): Promise<{ code: string }> =>
  bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('workflows.ts', import.meta.url)),
    logger: new DefaultLogger('WARN'),
  });

export interface BareWorker {
  stop(): Promise<void>;
}

/** A worker with the settings of ours. */
export async function startBareWorker(
  connection: NativeConnection,
  namespace: string,
  onStep: (key: string) => void,
): Promise<BareWorker> {
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: bareTaskQueue,
    workflowBundle: await bundleBare(),
    activities: { nothing: async ({ key }: { key: string }) => onStep(key) },
    maxConcurrentLocalActivityExecutions: 16,
    maxConcurrentWorkflowTaskExecutions: 40,
  });
  const running = worker.run();
  return {
    async stop() {
      worker.shutdown();
      await running;
    },
  };
}
