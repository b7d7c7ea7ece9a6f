import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureDatabases } from '../../db/ensure-databases.ts';
import { startLocalProcess } from './local-process.ts';
import { choosePorts } from './ports.ts';
import { findPostgresAccount, openDataDirTo } from './postgres-account.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { ensureCluster, SUPERUSER } from './postgres-cluster.ts';
import { clearStalePostmaster, readPostmasterPid } from './postmaster-pid.ts';

const DATABASES = ['gangway', 'temporal', 'temporal_visibility'] as const;

export type LocalPostgres = {
  /** Of the database `gangway`. */
  url: string;
  connection: PostgresConnection;
  stop: () => Promise<void>;
};

export type PostgresConnection = { host: string; port: number; user: string; password: string };

/**
 * Starts the PostgreSQL of `dataDir` on a free loopback port, with the databases of Gangway and Temporal.
 * Its log is in `dataDir`/postgres.log, its data stay when it stops.
 */
export async function startLocalPostgres(options: {
  dataDir: string;
  log: (line: string) => void;
  /** Off in tests only: faster, and a crash may lose data. */
  durable?: boolean;
}): Promise<LocalPostgres> {
  const { dataDir, log, durable = true } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const account = await findPostgresAccount(log);
  if (account !== undefined) await openDataDirTo(account, dataDir);
  const binaries = await findPostgresBinaries({ dataDir, account });
  const { clusterDir, password } = await ensureCluster({ dataDir, binaries, account, durable });
  await clearStalePostmaster(clusterDir);
  const { port } = await choosePorts(join(dataDir, 'postgres-port.json'), ['port']);
  const server = await startLocalProcess({
    name: 'PostgreSQL',
    command: binaries.postgres,
    args: ['-D', clusterDir, '-p', String(port), ...settings(durable)],
    cwd: '/',
    account,
    pidFile: join(dataDir, 'postgres.pid'),
    logFile: join(dataDir, 'postgres.log'),
    stopSignal: 'SIGINT', // "fast": ends sessions, rolls back what is open, writes a checkpoint
    stopWithinMs: 30_000,
    orphanSignal: 'INT',
    readyTimeoutMs: 120_000, // recovery after a crash may have much to replay
    isReady: async (pid) => {
      const state = await readPostmasterPid(clusterDir);
      return state?.pid === pid && state.isReady;
    },
    log,
  });
  const connection = { host: '127.0.0.1', port, user: SUPERUSER, password };
  try {
    await ensureDatabases(databaseUrl(connection, 'postgres'), DATABASES);
  } catch (cause) {
    await server.stop();
    throw cause;
  }
  return { url: databaseUrl(connection, 'gangway'), connection, stop: server.stop };
}

export function databaseUrl(connection: PostgresConnection, database: string): string {
  const { host, port, user, password } = connection;
  return `postgresql://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
}

/** For a small machine that also runs Temporal, the API and a worker. */
function settings(durable: boolean): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    effective_cache_size: '1GB',
    random_page_cost: '1.1',
    max_parallel_workers_per_gather: '0',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    idle_in_transaction_session_timeout: '5min',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
