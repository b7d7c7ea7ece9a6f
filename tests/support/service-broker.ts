import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDatabases } from '../../src/db/ensure-databases.ts';
import { migrate } from '../../src/db/migrate.ts';
import { defaultCacheDir, isRoot } from '../../src/main/local/paths.ts';
import { databaseUrl, startLocalPostgres } from '../../src/main/local/postgres.ts';
import { findTemporalBinaries } from '../../src/main/local/temporal-binaries.ts';
import { startLocalTemporal } from '../../src/main/local/temporal.ts';

export const TEMPLATE_DATABASE = 'template_gangway';

export interface ServiceBroker {
  /** `GET /postgres` and `GET /temporal` answer with the address, in plain text. */
  url: string;
  stop: () => Promise<void>;
}

/**
 * One real PostgreSQL and one real Temporal for a whole test run, each started when a test file first asks. The
 * files run in processes of their own; that is why they ask over HTTP.
 */
export async function startServiceBroker(): Promise<ServiceBroker> {
  const started = new AsyncDisposableStack();
  const services = await lazyServices(started);
  const server = createServer((request, response) => {
    const start = request.url === '/temporal' ? services.temporal : services.postgres;
    start().then(
      ({ address }) => response.end(address),
      (cause: unknown) => response.writeHead(500).end(String(cause)),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  started.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no TCP address');
  return { url: `http://127.0.0.1:${bound.port}`, stop: () => started.disposeAsync() };
}

async function lazyServices(started: AsyncDisposableStack) {
  // As root, PostgreSQL runs as a user of its own, who must get there; TMPDIR may be closed to it.
  const dataDir = await mkdtemp(join(isRoot() ? '/var/tmp' : tmpdir(), 'gangway-test-'));
  started.defer(() => rm(dataDir, { recursive: true, force: true }));
  const log = (line: string) => console.log(line);

  const postgres = atMostOnce(async () => {
    const server = await startLocalPostgres({ dataDir, log, durable: false });
    started.defer(server.stop);
    const address = databaseUrl(server.connection, 'postgres');
    await ensureDatabases(address, [TEMPLATE_DATABASE]);
    await migrate(databaseUrl(server.connection, TEMPLATE_DATABASE));
    return { address, connection: server.connection };
  });
  const temporal = atMostOnce(async () => {
    const [{ connection }, binaries] = await Promise.all([
      postgres(),
      findTemporalBinaries({ cacheDir: defaultCacheDir(), log }),
    ]);
    const server = await startLocalTemporal({
      dataDir,
      postgres: connection,
      binaries,
      log,
      namespace: 'gangway',
      isTimeSkipping: true,
    });
    started.defer(server.stop);
    return { address: server.address };
  });
  return { postgres, temporal };
}

function atMostOnce<T>(start: () => Promise<T>): () => Promise<T> {
  let starting: Promise<T> | undefined;
  return () => (starting ??= start());
}
