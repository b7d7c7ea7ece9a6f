/** `npm start`: everything, on a machine that may have nothing but Node. The worker is a process of its own. */
import packageJson from '../../package.json' with { type: 'json' };
import { type Config, ConfigError, readConfig } from '../config/config.ts';
import { whySandboxIsOff } from '../config/sandbox.ts';
import { migrate } from '../db/migrate.ts';
import { createLogger } from '../telemetry/logger.ts';
import { startSandbox, type RunningSandbox } from './sandbox-role.ts';
import { startApiRole } from './api-role.ts';
import { createCore } from './core.ts';
import { buildWebWhenStale } from './build-web.ts';
import { listen } from './listen.ts';
import { startLocalServices } from './local/index.ts';
import { writeRunningInstance } from './local/running-instance.ts';
import { LocalStartError } from './local/local-start-error.ts';
import { say } from './local-log.ts';
import { createMail } from './mail.ts';
import { portOf } from './port-of.ts';
import { readOrMakeSecret } from './secret.ts';
import { runUntilStopped } from './shutdown.ts';
import { temporalChecker } from './temporal-check.ts';
import { startWorkerProcess } from './worker-process.ts';

interface Part {
  name: string;
  stop(): Promise<void>;
}

async function start(): Promise<number> {
  const startedAt = performance.now();
  const given = readConfig();
  const logger = createLogger({ level: given.log.level, name: 'gangway' });
  const parts: Part[] = [];
  const aborted = new AbortController();
  const abort = (): void => aborted.abort();
  process.once('SIGINT', abort).once('SIGTERM', abort);
  try {
    const { server } = await listen(given.http);
    parts.push({ name: 'server', stop: async () => void server.close() });
    const port = portOf(server);
    const publicUrl = given.http.publicUrl ?? `http://localhost:${port}`;
    const building = buildWebWhenStale(say);
    const [services] = await Promise.all([
      startLocalServices({ config: given, log: say, signal: aborted.signal }),
      // looked at below, when there is something to stop
      building.catch(() => undefined),
    ]);
    parts.push({ name: 'local services', stop: services.stop });
    await building;
    const { databaseUrl, dataDir } = services;
    await migrate(databaseUrl);
    const secret = await readOrMakeSecret(given.local.secret, dataDir);
    const sandboxIsOff = whySandboxIsOff(given);
    const sandbox =
      sandboxIsOff === null
        ? await startSandbox({ dataDir, publicUrl, secret, withSlack: given.slack === null, logger })
        : null;
    if (sandbox) parts.push({ name: 'sandbox', stop: sandbox.stop });
    const config = sandbox ? readConfig(undefined, sandbox.environment) : given;
    const core = await createCore({ config, databaseUrl, publicUrl, logger, secret });
    parts.push({ name: 'database', stop: core.close });
    await sandbox?.seed(core);
    const temporal = { ...config.temporal, address: services.temporalAddress };
    const checkTemporal = temporalChecker(temporal);
    const mail = createMail({ config, secret, publicUrl, logger });
    const environment = {
      ...sandbox?.environment,
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: services.temporalAddress,
      PUBLIC_URL: publicUrl,
      GANGWAY_SECRET: secret,
    };
    aborted.signal.throwIfAborted();
    const worker = await startWorkerProcess({ environment, logger });
    parts.push({ name: 'worker', stop: worker.stop });
    aborted.signal.throwIfAborted();
    const api = await startApiRole({
      core,
      config,
      mail,
      secret,
      publicUrl,
      databaseUrl,
      logger,
      sandbox: sandbox?.control(core) ?? null,
      isWorkerReady: worker.isReady,
      checkTemporal: checkTemporal.check,
      server,
    });
    // requests end first, then workflows, then what both stand on
    parts.push(
      { name: 'mail', stop: async () => mail?.close() },
      { name: 'temporal client', stop: checkTemporal.close },
      { name: 'api', stop: api.stop },
    );
    const forget = await writeRunningInstance(dataDir, { pid: process.pid, environment });
    parts.push({ name: 'running.json', stop: forget });
    aborted.signal.throwIfAborted();
    process.off('SIGINT', abort).off('SIGTERM', abort);
    greet({ publicUrl, config, sandbox, sandboxIsOff, dataDir, seconds: (performance.now() - startedAt) / 1000 });
    return await runUntilStopped({ parts, failed: [], logger });
  } catch (error) {
    for (const part of parts.toReversed()) await part.stop();
    if (aborted.signal.aborted) return 130;
    throw error;
  }
}

function greet({
  publicUrl,
  config,
  sandbox,
  sandboxIsOff,
  dataDir,
  seconds,
}: {
  publicUrl: string;
  config: Config;
  sandbox: RunningSandbox | null;
  sandboxIsOff: string | null;
  dataDir: string;
  seconds: number;
}): void {
  say(`Gangway ${packageJson.version} is ready (${seconds.toFixed(1)} s)`);
  if (sandbox) say(`  Sandbox  ${publicUrl}/sandbox   win a deal, read the mails, move the clock`);
  else say(`  Sandbox  is off: ${sandboxIsOff}`);
  say(
    `  Console  ${publicUrl}/console${sandbox ? `   sign in as ${sandbox.signInAs.join(' or ')}; the mail is in the sandbox` : ''}`,
  );
  say(`  API      ${publicUrl}/api/docs`);
  say(`  Data     ${dataDir}`);
  const off = [
    ...(config.hubspot ? [] : ['HubSpot']),
    ...(config.salesforce ? [] : ['Salesforce']),
    ...(config.slack ? [] : ['Slack']),
    ...(config.mail ? [] : ['mail']),
    ...(config.oidc ? [] : ['OIDC']),
  ];
  say(`  Off      ${off.join(', ')} (not configured)`);
  say('Ctrl-C stops everything it started; the data stays.');
}

try {
  process.exitCode = await start();
} catch (error) {
  if (error instanceof ConfigError || error instanceof LocalStartError) process.stderr.write(`${error.message}\n`);
  else throw error;
  process.exitCode = 1;
}
