import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { z } from 'zod';

const port = z.number().int().min(1).max(65535);
const rememberedPorts = z.record(z.string(), port).catch({});

/**
 * One loopback port per name, the same as last time where those are still free, written to `file`.
 * Temporal keeps its members' addresses in its database: with new ones it first waits for the dead.
 */
export async function choosePorts<Name extends string>(
  file: string,
  names: readonly Name[],
): Promise<Record<Name, number>> {
  const remembered = rememberedPorts.parse(await readJson(file));
  const open = await Promise.all(names.map(async (name) => [name, await holdPort(remembered[name])] as const));
  await Promise.all(open.map(([, held]) => held.release()));
  const chosen = z.record(z.enum(names), port).parse(Object.fromEntries(open.map(([name, held]) => [name, held.port])));
  await writeFile(file, `${JSON.stringify(chosen, null, 2)}\n`);
  return chosen;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined; // not there yet, or cut off by a crash: ports are chosen anew
  }
}

type HeldPort = { port: number; release: () => Promise<void> };

/** Ports stay held until all are chosen, so that no two names get the same one. */
async function holdPort(preferred: number | undefined): Promise<HeldPort> {
  try {
    return await listen(preferred ?? 0);
  } catch (cause) {
    if (preferred === undefined) throw cause;
    return await listen(0);
  }
}

async function listen(port: number): Promise<HeldPort> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    port: address.port,
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
