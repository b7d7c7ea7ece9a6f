/** Workflows, activities and the dispatcher. Any number of them; one dispatcher leads. `npm start` runs one as its child. */
import { createLogger } from '../telemetry/logger.ts';
import { createCore } from './core.ts';
import { createMail } from './mail.ts';
import { readRemote } from './remote.ts';
import { runUntilStopped } from './shutdown.ts';
import { temporalChecker } from './temporal-check.ts';
import { migratedDatabase, waitUntilThere } from './wait-until-there.ts';
import { startWorkerRole } from './worker-role.ts';

const { config, databaseUrl, temporalAddress, secret, publicUrl } = readRemote();
const logger = createLogger({ level: config.log.level, name: 'gangway-worker' });
// whoever started it is gone
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
const temporal = { ...config.temporal, address: temporalAddress };
const temporalServes = temporalChecker(temporal);
await waitUntilThere(migratedDatabase(databaseUrl), { logger });
await waitUntilThere({ name: 'Temporal', check: temporalServes.check }, { logger });
await temporalServes.close();
const core = await createCore({ config, databaseUrl, publicUrl, logger, secret });
const mail = createMail({ config, secret, publicUrl, logger });
const worker = await startWorkerRole({
  core,
  config,
  databaseUrl,
  temporal,
  mail,
  secret,
  logger,
});
logger.info({}, 'The worker serves');
process.send?.('ready');
process.exitCode = await runUntilStopped({
  parts: [
    { name: 'database', stop: core.close },
    { name: 'mail', stop: async () => mail?.close() },
    { name: 'worker', stop: worker.stop },
  ],
  failed: [worker.failed],
  logger,
});
if (process.connected) process.disconnect();
