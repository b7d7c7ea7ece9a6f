/** Everything that runs workflows and carries out what they cause. */
import { createCrmActivities } from '../../activities/crm.ts';
import { createDecisionActivities } from '../../activities/decisions.ts';
import { createMessageActivities } from '../../activities/messages.ts';
import { createTrackerActivities } from '../../activities/trackers.ts';
import type { MailPort } from '../../integrations/ports-mail.ts';
import type { Config } from '../config/config.ts';
import type { Logger } from '../telemetry/logger.ts';
import { connectTemporalClient, connectTemporalWorker, type TemporalAddress } from '../temporal/connect.ts';
import { startDispatcher } from '../temporal/dispatcher.ts';
import { installTemporalLog } from '../temporal/runtime.ts';
import { ensureReconcileSchedule } from '../temporal/schedules.ts';
import { bundleWorkflows, startWorkers } from '../temporal/worker.ts';
import type { Core } from './core.ts';
import { createReplyDeps, startFollowing } from './inbound.ts';
import { createSlack } from './slack.ts';
import { createTrackers } from './trackers.ts';

export interface WorkerRole {
  isReady(): boolean;
  /** rejects when a worker stops by itself */
  failed: Promise<never>;
  stop(): Promise<void>;
}

export async function startWorkerRole({
  core,
  config,
  databaseUrl,
  temporal,
  mail,
  secret,
  logger,
}: {
  core: Core;
  config: Config;
  databaseUrl: string;
  temporal: TemporalAddress;
  mail: MailPort | null;
  secret: string;
  logger: Logger;
}): Promise<WorkerRole> {
  installTemporalLog(logger);
  const [bundle, connection, client] = await Promise.all([
    bundleWorkflows(),
    connectTemporalWorker(temporal),
    connectTemporalClient(temporal),
  ]);
  const slack = config.slack ? await createSlack({ db: core.db, config: config.slack, secret, logger }) : null;
  const workers = await startWorkers({
    connection,
    namespace: temporal.namespace,
    bundle,
    logger,
    activities: {
      decisions: createDecisionActivities(core.deps),
      crm: {
        ...createCrmActivities({ ...core.deps, slack }),
        ...createTrackerActivities({ ...core.deps, trackers: createTrackers(config.trackers), logger }),
      },
      messages: createMessageActivities(
        {
          ...core.deps,
          mail,
          slack,
          secret,
          companyName: config.company.name,
          inboundAddress: config.inbound?.address ?? null,
          tracksOpens: config.mail?.tracksOpens ?? false,
        },
        createReplyDeps({ core, config, mail, secret, logger }),
      ),
    },
  });
  const dispatcher = startDispatcher({ db: core.db, databaseUrl, client, logger });
  const follower = startFollowing({ core, config, databaseUrl, logger });
  await ensureReconcileSchedule(client);
  return {
    isReady: () => workers.isRunning(),
    failed: workers.failed,
    async stop() {
      await follower?.stop();
      await dispatcher.stop();
      await workers.stop();
      await Promise.allSettled([connection.close(), client.connection.close()]);
    },
  };
}
