import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startLocalProcess } from './local-process.ts';
import { choosePorts } from './ports.ts';
import type { PostgresConnection } from './postgres.ts';
import type { TemporalBinaries } from './temporal-binaries.ts';
import { renderDynamicConfig, renderServerConfig, TEMPORAL_PORTS } from './temporal-config.ts';
import { ensureNamespace, isServing } from './temporal-namespace.ts';

const run = promisify(execFile);

export type LocalTemporal = { address: string; stop: () => Promise<void> };

export type LocalTemporalOptions = {
  dataDir: string;
  postgres: PostgresConnection;
  binaries: TemporalBinaries;
  namespace: string;
  log: (line: string) => void;
  /** Lets workflows that ask for it skip time; for tests of a single workflow only. */
  isTimeSkipping?: boolean;
};

/**
 * Starts Temporal on free loopback ports, its state in the databases `temporal` and `temporal_visibility`,
 * and registers the namespace. Its log is in `dataDir`/temporal/temporal.log.
 */
export async function startLocalTemporal(options: LocalTemporalOptions): Promise<LocalTemporal> {
  const { binaries, namespace, log } = options;
  const dir = join(options.dataDir, 'temporal');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const { address, command, args } =
    binaries.kind === 'server'
      ? await prepareServer(dir, binaries, options)
      : await prepareDevelopmentServer(dir, binaries.temporal);
  const server = await startLocalProcess({
    name: 'Temporal',
    command,
    args,
    cwd: dir,
    pidFile: join(dir, 'temporal.pid'),
    logFile: join(dir, 'temporal.log'),
    stopSignal: 'SIGTERM',
    stopWithinMs: 3_000,
    orphanSignal: 'KILL', // it keeps nothing in memory that its database does not hold
    readyTimeoutMs: 60_000,
    isReady: () => isServing(address),
    log,
  });
  try {
    await ensureNamespace(address, namespace);
  } catch (cause) {
    await server.stop();
    throw cause;
  }
  return { address, stop: server.stop };
}

type Launch = { address: string; command: string; args: string[] };

async function prepareServer(
  dir: string,
  binaries: { server: string; schemaTool: string },
  options: LocalTemporalOptions,
): Promise<Launch> {
  const { postgres, isTimeSkipping = false } = options;
  const ports = await choosePorts(join(dir, 'ports.json'), TEMPORAL_PORTS);
  const configFile = join(dir, 'server.yaml');
  const dynamicConfigFile = join(dir, 'dynamic.yaml');
  await Promise.all([
    writeFile(configFile, renderServerConfig({ ports, postgres, dynamicConfigFile }), { mode: 0o600 }),
    writeFile(dynamicConfigFile, renderDynamicConfig({ isTimeSkipping })),
    updateSchema(binaries.schemaTool, postgres, 'temporal', 'temporal'),
    updateSchema(binaries.schemaTool, postgres, 'temporal_visibility', 'visibility'),
  ]);
  return {
    address: `127.0.0.1:${ports.frontendGrpc}`,
    command: binaries.server,
    args: ['--config-file', configFile, '--allow-no-auth', 'start'],
  };
}

/** Both steps do nothing where they were done before, in some 30 ms each. */
async function updateSchema(
  schemaTool: string,
  postgres: PostgresConnection,
  database: string,
  schema: string,
): Promise<void> {
  const target = ['--plugin', 'postgres12_pgx', '--endpoint', postgres.host, '--port', String(postgres.port)];
  const where = [...target, '--user', postgres.user, '--database', database];
  const env = { SQL_PASSWORD: postgres.password }; // arguments can be read by every user of the machine
  await run(schemaTool, [...where, 'setup-schema', '--version', '0.0'], { env });
  await run(schemaTool, [...where, 'update-schema', '--schema-name', `postgresql/v12/${schema}`], { env });
}

async function prepareDevelopmentServer(dir: string, temporal: string): Promise<Launch> {
  const { frontend } = await choosePorts(join(dir, 'ports.json'), ['frontend']);
  return {
    address: `127.0.0.1:${frontend}`,
    command: temporal,
    args: [
      'server',
      'start-dev',
      '--headless',
      '--ip=127.0.0.1',
      `--port=${frontend}`,
      `--db-filename=${join(dir, 'temporal.db')}`,
      '--log-level=warn',
    ],
  };
}
