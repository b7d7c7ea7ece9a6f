/** Where the sandbox's CRMs are reached after a restart: a connection that was made in the console keeps their address. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSandbox } from '../../src/main/sandbox-role.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gangway-sandbox-address-'));
});

afterEach(async () => {
  await rm(dataDir, { recursive: true });
});

async function start() {
  const options = { dataDir, publicUrl: 'http://127.0.0.1:9', secret: 'kept over restarts', withSlack: true };
  const sandbox = await startSandbox({ ...options, logger: pino({ level: 'silent' }) });
  const address = sandbox.environment.HUBSPOT_BASE_URL ?? '';
  return { sandbox, address };
}

it('keeps the address of its CRMs over restarts', async () => {
  const first = await start();
  await first.sandbox.stop();
  const second = await start();
  await second.sandbox.stop();
  expect(second.address).toBe(first.address);
});

it('takes another one where somebody has that meanwhile', async () => {
  const first = await start();
  await first.sandbox.stop();
  const stranger = createServer();
  await new Promise<void>((done) => stranger.listen(Number(new URL(first.address).port), '127.0.0.1', done));
  const second = await start();
  const answer = await fetch(`${second.address}/jira/rest/api/3/myself`);
  await second.sandbox.stop();
  await new Promise((done) => stranger.close(done));
  expect(second.address).not.toBe(first.address);
  expect(answer.status).toBe(401);
});
