import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { z } from 'zod';
import { LocalStartError } from './local-start-error.ts';

/**
 * Temporal keeps ports in a signed 16 bit column, and what the system hands out to outgoing connections
 * begins above it: ports from here stay free while a server restarts.
 */
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_767;
const ATTEMPTS = 50;

const portNumber = z.number().int().min(1).max(HIGHEST_PORT);
const rememberedPorts = z.record(z.string(), portNumber).catch({});

/**
 * One loopback port per name, the same as last time where those are still free, written to `file`.
 * Temporal keeps its members' addresses in its database: with new ones it first waits for the dead.
 */
export async function choosePorts<const Names extends readonly string[]>(
  file: string,
  names: Names,
): Promise<Record<Names[number], number>> {
  const remembered = rememberedPorts.parse(await readJson(file));
  const open = await Promise.all(names.map(async (name) => [name, await holdPort(remembered[name])] as const));
  await Promise.all(open.map(([, held]) => held.release()));
  const chosen = z
    .record(z.enum(names), portNumber)
    .parse(Object.fromEntries(open.map(([name, held]) => [name, held.port])));
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
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const isFirst = attempt === 0 && preferred !== undefined;
    const held = await hold(isFirst ? preferred : randomInt(LOWEST_PORT, HIGHEST_PORT + 1));
    if (held !== undefined) return held;
  }
  throw new LocalStartError(`No free port was found between ${LOWEST_PORT} and ${HIGHEST_PORT} on 127.0.0.1.`);
}

async function hold(port: number): Promise<HeldPort | undefined> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      resolve({ port, release: () => new Promise((closed) => server.close(() => closed())) });
    });
  });
}
