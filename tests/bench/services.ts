/** PostgreSQL and Temporal as `npm start` brings them, in a data directory of this run; a fresh database and namespace for each part. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDatabases } from '../../src/db/ensure-databases.ts';
import { migrate } from '../../src/db/migrate.ts';
import { startLocalServices } from '../../src/main/local/index.ts';
import { isRoot } from '../../src/main/local/paths.ts';
import { ensureNamespace } from '../../src/main/local/temporal-namespace.ts';

export interface Place {
  databaseUrl: string;
  temporalAddress: string;
  namespace: string;
}
export interface BenchServices {
  dataDir: string;
  /** share of the full counts: 1 but for a quick look */
  scale: number;
  /** of the part in which everybody's day begins */
  people: number;
  /** sizes of the portfolios beside which a wake is measured; the first is the baseline */
  live: number[];
  fresh(): Promise<Place>;
  stop(): Promise<void>;
}

/** As root, PostgreSQL runs as a user of its own, who must get there. */
export const temporaryDir = (): Promise<string> => mkdtemp(join(isRoot() ? '/var/tmp' : tmpdir(), 'gangway-bench-'));

export async function startServices({
  scale,
  people,
  live,
}: Pick<BenchServices, 'scale' | 'people' | 'live'>): Promise<BenchServices> {
  const dataDir = await temporaryDir();
  const services = await startLocalServices({
    config: {
      local: { dataDir, cacheDir: null },
      database: { url: null },
      temporal: { address: null, namespace: 'gangway' },
    },
    log: (line) => process.stderr.write(`${line}\n`),
  });
  return {
    dataDir,
    scale,
    people,
    live,
    async fresh() {
      const name = `bench_${randomUUID().slice(0, 8)}`;
      const url = new URL(services.databaseUrl);
      await ensureDatabases(url.href, [name]);
      url.pathname = name;
      await Promise.all([migrate(url.href), ensureNamespace(services.temporalAddress, name)]);
      return { databaseUrl: url.href, temporalAddress: services.temporalAddress, namespace: name };
    },
    async stop() {
      await services.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
