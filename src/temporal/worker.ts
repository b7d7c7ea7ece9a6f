import { fileURLToPath } from 'node:url';
import {
  bundleWorkflowCode,
  DefaultLogger,
  type NativeConnection,
  Worker,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { errorInterceptor } from '../../activities/interceptors.ts';
import { longestHeartbeatThrottle, stickyQueueScheduleToStartTimeout, taskQueues } from '../../temporal.config.ts';
import type { Logger } from '../telemetry/logger.ts';

export const bundleWorkflows = (): Promise<WorkflowBundleWithSourceMap> =>
  bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../../workflows/index.ts', import.meta.url)),
    logger: new DefaultLogger('WARN'),
  });

export interface WorkerActivities {
  decisions: object;
  crm: object;
  messages: object;
}

export interface WorkerOptions {
  connection: NativeConnection;
  namespace: string;
  bundle: { code: string };
  activities: WorkerActivities;
  logger: Logger;
  /** 0 replays at every step and finds non-determinism cheaply; tests only */
  maxCachedWorkflows?: number;
}

export interface RunningWorkers {
  isRunning(): boolean;
  failed: Promise<never>;
  stop(): Promise<void>;
}

/**
 * Those that did something last. Each takes a quarter of a megabyte, most of it outside of the heap; who is not among them is
 * read again, which is short (`longestHistory` in `workflows/changed.ts`).
 */
const cachedWorkflows = 500;

/** Three workers in one process: decisions, CRM calls and messages have slots of their own, so none starves another. */
export async function startWorkers({
  connection,
  namespace,
  bundle,
  activities,
  logger,
  maxCachedWorkflows = cachedWorkflows,
}: WorkerOptions): Promise<RunningWorkers> {
  const common = {
    connection,
    namespace,
    shutdownGraceTime: 10_000,
    shutdownForceTime: 20_000,
    interceptors: { activity: [errorInterceptor(logger)] },
  };
  const workers = await Promise.all([
    Worker.create({
      ...common,
      taskQueue: taskQueues.workflows,
      workflowBundle: bundle,
      activities: activities.decisions,
      stickyQueueScheduleToStartTimeout,
      maxConcurrentLocalActivityExecutions: 16,
      maxConcurrentWorkflowTaskExecutions: 40,
      maxCachedWorkflows,
    }),
    Worker.create({
      ...common,
      taskQueue: taskQueues.crm,
      activities: activities.crm,
      maxHeartbeatThrottleInterval: longestHeartbeatThrottle,
      maxConcurrentActivityTaskExecutions: 20,
    }),
    Worker.create({
      ...common,
      taskQueue: taskQueues.messages,
      activities: activities.messages,
      maxConcurrentActivityTaskExecutions: 20,
    }),
  ]);
  const runs = workers.map((worker) => worker.run());
  const failed = Promise.race(runs.map((run) => run.then(() => new Promise<never>(() => undefined))));
  return {
    isRunning: () => workers.every((worker) => worker.getState() === 'RUNNING'),
    failed,
    async stop() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.allSettled(runs);
    },
  };
}
