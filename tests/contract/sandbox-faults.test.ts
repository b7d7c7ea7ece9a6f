import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileStore } from '../../integrations/sandbox/hubspot/index.ts';
import { type Sandbox, startSandbox } from './sandbox-server.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

describe('faults', () => {
  it('hit one call in three, the same ones for the same seed', async () => {
    const run = async (): Promise<number[]> => {
      await sandbox.control('PUT', '/faults', {
        seed: 7,
        rules: [{ kind: 'status', status: 500, share: 'oneInThree' }],
      });
      const statuses = [];
      for (let call = 0; call < 12; call += 1)
        statuses.push((await sandbox.api('GET', '/crm/v3/pipelines/deals')).status);
      return statuses;
    };
    const first = await run();
    expect(first.filter((status) => status === 500)).toHaveLength(4);
    for (let start = 0; start < 12; start += 3)
      expect(first.slice(start, start + 3).filter((status) => status === 500)).toHaveLength(1);
    expect(await run()).toEqual(first);
  });

  it('concern only the calls they name, and go away after so many', async () => {
    await sandbox.control('PUT', '/faults', {
      rules: [{ kind: 'status', status: 423, method: 'GET', path: '/pipelines', times: 1 }],
    });
    expect((await sandbox.api('POST', '/crm/v3/objects/deals/search', {})).status).toBe(200);
    expect((await sandbox.api('GET', '/crm/v3/pipelines/deals')).status).toBe(423);
    expect((await sandbox.api('GET', '/crm/v3/pipelines/deals')).status).toBe(200);
  });

  it('can do the work and lose the answer', async () => {
    await sandbox.control('PUT', '/faults', { rules: [{ kind: 'drop', path: '/objects/deals', afterwards: true }] });
    await expect(
      sandbox.api('POST', '/crm/v3/objects/deals', { properties: { dealname: 'Lost answer' } }),
    ).rejects.toThrow();
    expect(await sandbox.control('GET', '/deals')).toMatchObject({ deals: [{ name: 'Lost answer' }] });
  });

  it('can be slow', async () => {
    await sandbox.control('PUT', '/faults', { rules: [{ kind: 'slow', delayMs: 120 }] });
    const startedAt = performance.now();
    expect((await sandbox.api('GET', '/crm/v3/pipelines/deals')).status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(115);
  });

  it('trouble a share of all calls with 429, 500 and silence', async () => {
    await sandbox.control('PUT', '/faults', { troubled: 'oneInThree' });
    const answered: number[] = [];
    const calls = Array.from({ length: 30 }, async () => {
      const { status } = await sandbox.api('GET', '/crm/v3/pipelines/deals');
      answered.push(status);
    });
    const ends = Promise.allSettled(calls);
    await expect.poll(() => answered.filter((status) => status === 200).length).toBe(20);
    await expect.poll(() => new Set(answered)).toEqual(new Set([200, 429, 500]));
    // what waits for an answer now waits for as long as there is a sandbox
    await sandbox.stop();
    expect((await ends).filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    sandbox = await startSandbox();
  });
});

describe('the sandbox’s memory', () => {
  it('is refused control that it does not understand', async () => {
    await expect(sandbox.control('PUT', '/limits', { speed: 1 })).rejects.toThrow('400');
    await expect(sandbox.control('POST', '/deals', { name: '' })).rejects.toThrow('400');
    await expect(sandbox.control('POST', '/deals/1/stage', { to: 'won' })).rejects.toThrow('404');
  });

  it('starts with a dozen deals and begins anew on command', async () => {
    await sandbox.stop();
    sandbox = await startSandbox({ withDeals: true });
    expect(await sandbox.control('GET', '/deals')).toMatchObject({ deals: { length: 12 } });
    await sandbox.addDeal();
    await sandbox.control('POST', '/reset');
    expect(await sandbox.control('GET', '/deals')).toMatchObject({ deals: { length: 12 } });
    expect(sandbox.received).toHaveLength(0);
  });

  it('stays in its file over a restart, whole at every moment', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'sandbox-'));
    const file = join(dir, 'state', 'hubspot.json');
    await sandbox.stop();
    sandbox = await startSandbox({ store: createFileStore(file) });
    const { id } = await sandbox.addDeal({ name: 'Kept', company: { name: 'C' } });
    await sandbox.control('PUT', '/limits', { burstPer10Seconds: 42 });
    await sandbox.stop();
    expect(await readdir(join(dir, 'state'))).toEqual(['hubspot.json']);
    sandbox = await startSandbox({ store: createFileStore(file) });
    expect(await sandbox.deal(id)).toMatchObject({
      properties: { dealname: 'Kept' },
      company: { id: expect.any(String) },
    });
    expect(await sandbox.control('GET', '/limits')).toMatchObject({ burstPer10Seconds: 42 });
    await sandbox.stop();
    // of an older form: left aside, not an error
    await writeFile(file, '{"version":0}');
    sandbox = await startSandbox({ store: createFileStore(file) });
    expect(await sandbox.control('GET', '/deals')).toEqual({ deals: [] });
    await rm(dir, { recursive: true });
  });
});
