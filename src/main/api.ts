/** Production: webhooks, API and web. Any number of them, behind whatever balances. */
import { createLogger } from '../telemetry/logger.ts';
import { startApiRole } from './api-role.ts';
import { createCore } from './core.ts';
import { listen } from './listen.ts';
import { createMail } from './mail.ts';
import { readRemote } from './remote.ts';
import { runUntilStopped } from './shutdown.ts';
import { temporalChecker } from './temporal-check.ts';
import { migratedDatabase, waitUntilThere } from './wait-until-there.ts';

const { config, databaseUrl, temporalAddress, secret, publicUrl } = readRemote();
const logger = createLogger({ level: config.log.level, name: 'gangway-api' });
const { server, waitsFor } = await listen(config.http);
await waitUntilThere(migratedDatabase(databaseUrl), { logger, onWait: waitsFor });
const core = await createCore({ config, databaseUrl, publicUrl, logger, secret });
const temporal = temporalChecker({ ...config.temporal, address: temporalAddress });
const mail = createMail({ config, secret, publicUrl, logger });
const api = await startApiRole({
  core,
  config,
  mail,
  secret,
  publicUrl,
  databaseUrl,
  logger,
  sandbox: null,
  checkTemporal: temporal.check,
  server,
});
logger.info({ port: api.port }, 'The API serves');
process.exitCode = await runUntilStopped({
  parts: [
    { name: 'database', stop: core.close },
    { name: 'mail', stop: async () => mail?.close() },
    { name: 'temporal client', stop: temporal.close },
    { name: 'api', stop: api.stop },
  ],
  failed: [],
  logger,
});
