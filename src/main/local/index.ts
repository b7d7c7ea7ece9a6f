import { mkdir } from 'node:fs/promises';
import { lockInstance } from './instance-lock.ts';
import { defaultCacheDir, defaultDataDir } from './paths.ts';
import { startLocalPostgres } from './postgres.ts';
import { findTemporalBinaries } from './temporal-binaries.ts';
import { startLocalTemporal } from './temporal.ts';

export type LocalServicesConfig = {
  local: { dataDir: string | null; cacheDir: string | null };
  database: { url: string | null };
  temporal: { address: string | null; namespace: string };
};

export type LocalServices = {
  dataDir: string;
  databaseUrl: string;
  temporalAddress: string;
  /** Ends what was started here, in order, and lets go of the data directory. */
  stop: () => Promise<void>;
};

/**
 * Starts what has no address: PostgreSQL, Temporal, or both, with their data in the data directory, which
 * belongs to this process until `stop`. Temporal's own data always lie in the local PostgreSQL.
 */
export async function startLocalServices(options: {
  config: LocalServicesConfig;
  log: (line: string) => void;
  /** Aborted, it gives up and ends what was started so far. */
  signal?: AbortSignal;
}): Promise<LocalServices> {
  const dataDir = options.config.local.dataDir ?? defaultDataDir();
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const lock = await lockInstance(dataDir);
  const started = new AsyncDisposableStack();
  started.defer(() => lock.release());
  try {
    const addresses = await startMissing({ ...options, dataDir, started });
    return { dataDir, ...addresses, stop: () => started.disposeAsync() };
  } catch (cause) {
    await started.disposeAsync();
    throw cause;
  }
}

async function startMissing(options: {
  config: LocalServicesConfig;
  dataDir: string;
  started: AsyncDisposableStack;
  log: (line: string) => void;
  signal?: AbortSignal;
}): Promise<{ databaseUrl: string; temporalAddress: string }> {
  const { config, dataDir, started, log } = options;
  const { url: databaseUrl } = config.database;
  const { address: temporalAddress, namespace } = config.temporal;
  if (databaseUrl !== null && temporalAddress !== null) return { databaseUrl, temporalAddress };

  const startPostgres = async () => {
    const postgres = await startLocalPostgres({ dataDir, log });
    started.defer(postgres.stop);
    return postgres;
  };
  if (temporalAddress !== null) return { databaseUrl: (await startPostgres()).url, temporalAddress };

  const cacheDir = config.local.cacheDir ?? defaultCacheDir();
  // Side by side: building Temporal takes minutes, the first time.
  const [postgres, binaries] = await together(
    startPostgres,
    (signal) => findTemporalBinaries({ cacheDir, log, signal }),
    options.signal,
  );
  const temporal = await startLocalTemporal({
    dataDir,
    postgres: postgres.connection,
    binaries,
    namespace,
    log,
  });
  started.defer(temporal.stop);
  return { databaseUrl: databaseUrl ?? postgres.url, temporalAddress: temporal.address };
}

/** Both results; when one fails, or `signal` is aborted, the other is told to give up and waited for. */
async function together<A, B>(
  first: () => Promise<A>,
  second: (signal: AbortSignal) => Promise<B>,
  signal: AbortSignal | undefined,
): Promise<[A, B]> {
  const failed = new AbortController();
  const both = [first(), second(AbortSignal.any([failed.signal, ...(signal ? [signal] : [])]))] as const;
  try {
    const results = await Promise.all(both);
    signal?.throwIfAborted();
    return results;
  } catch (cause) {
    failed.abort();
    await Promise.allSettled(both);
    throw cause;
  }
}
