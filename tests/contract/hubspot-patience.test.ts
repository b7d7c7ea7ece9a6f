import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asWaitedFor, patience } from '../../src/db/waited-for.ts';
import { type Sandbox, startSandbox } from './sandbox-server.ts';

let sandbox: Sandbox;
let dealId: string;
const route = 'POST /crm/v3/objects/deals/batch/read';

beforeAll(async () => {
  sandbox = await startSandbox();
  dealId = (await sandbox.addDeal({ contacts: [{ email: 'lee@acme.example', firstName: 'Lee', lastName: 'Ng' }] })).id;
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.control('DELETE', '/counters'));

const failing = (path: string, times: number) =>
  sandbox.control('PUT', '/faults', { rules: [{ path, kind: 'status', status: 500, times }] });

describe('a client with patience', () => {
  it('asks again for the one read that failed, and not for its neighbours', async () => {
    await failing('deals/batch/read', 2);
    const { crm } = sandbox.hubspot({ patienceMs: 10_000 });
    expect(await crm.readDeals([dealId], [])).toMatchObject([
      { result: 'found', deal: { contacts: [{ name: 'Lee Ng' }] } },
    ]);
    const calls = await sandbox.calls();
    expect(calls[route]).toMatchObject({ calls: 3, failed: 2 });
    expect(Object.entries(calls).filter(([name, { calls: count }]) => name !== route && count > 1)).toEqual([]);
  });

  it('asks a silent HubSpot again long before it would give up', async () => {
    await sandbox.control('PUT', '/faults', { rules: [{ path: 'deals/batch/read', kind: 'timeout', times: 1 }] });
    const { crm } = sandbox.hubspot({ patienceMs: 40_000, timeoutMs: 600_000 });
    expect(await crm.readDeals([dealId], [])).toMatchObject([{ result: 'found' }]);
    expect((await sandbox.calls())[route]?.calls).toBe(2);
  });

  it('gives up in time', async () => {
    await failing('deals/batch/read', 100);
    const { crm } = sandbox.hubspot({ patienceMs: 1_400 });
    await expect(crm.readDeals([dealId], [])).rejects.toMatchObject({ code: 'crm_unavailable' });
    expect((await sandbox.calls())[route]?.calls).toBe(2);
  });

  it('gives up after seconds while somebody waits before a screen, whether it is refused or nobody answers', async () => {
    const patienceMs = () => patience(40_000);
    const { crm } = sandbox.hubspot({ patienceMs, timeoutMs: 600_000 });
    const read = () => asWaitedFor(() => crm.readDeals([dealId], []));
    await failing('deals/batch/read', 100);
    await expect(read()).rejects.toMatchObject({ code: 'crm_unavailable' });
    const calls = (await sandbox.calls())[route]?.calls ?? 0;
    expect(calls).toBeLessThanOrEqual(5);
    await sandbox.control('PUT', '/faults', { rules: [{ path: 'deals/batch/read', kind: 'timeout', times: 100 }] });
    await expect(read()).rejects.toMatchObject({ code: 'crm_unavailable' });
    expect((await sandbox.calls())[route]?.calls).toBeLessThanOrEqual(calls + 2);
  });

  it('does not create twice what it may have created', async () => {
    await failing('/crm/v3/objects/notes', 1);
    const { crm } = sandbox.hubspot({ patienceMs: 10_000 });
    const note = { key: 'onboarding:note:1', dealId, body: 'Live', at: '2026-11-24T15:00:00.000Z' };
    await expect(crm.ensureNote(note)).rejects.toMatchObject({ code: 'crm_unavailable' });
    expect((await sandbox.calls())['POST /crm/v3/objects/notes']).toMatchObject({ calls: 1 });
  });
});

it('is not patient unless told to be', async () => {
  await failing('deals/batch/read', 1);
  await expect(sandbox.hubspot().crm.readDeals([dealId], [])).rejects.toMatchObject({ code: 'crm_unavailable' });
  await sandbox.control('PUT', '/faults', {});
});
