/** Production, once before each release starts: the tables, and the namespace of a self-hosted Temporal. */
import { setTimeout as delay } from 'node:timers/promises';
import { migrate } from '../db/migrate.ts';
import { say } from './local-log.ts';
import { ensureNamespace, isServing } from './local/temporal-namespace.ts';
import { readRemote } from './remote.ts';

const TEMPORAL_READY_WITHIN_MS = 120_000;

const { config, databaseUrl, temporalAddress } = readRemote();
const applied = await migrate(databaseUrl);
say(applied.length === 0 ? 'The database is up to date' : `Applied ${applied.join(', ')}`);

// Temporal Cloud and clusters with TLS have their namespaces made by whoever runs them.
if (config.temporal.apiKey === null && config.temporal.tls === null) {
  const giveUpAt = performance.now() + TEMPORAL_READY_WITHIN_MS;
  while (!(await isServing(temporalAddress))) {
    if (performance.now() > giveUpAt) throw new Error(`Temporal at ${temporalAddress} does not serve`);
    await delay(500);
  }
  await ensureNamespace(temporalAddress, config.temporal.namespace);
  say(`The namespace ${config.temporal.namespace} is there`);
}
