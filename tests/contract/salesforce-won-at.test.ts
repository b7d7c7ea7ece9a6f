/** Since when an opportunity is won: its stages may change while it stays so. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSalesforce } from '../../integrations/salesforce/client.ts';
import { sandboxOrganizationId } from '../../integrations/sandbox/salesforce/index.ts';
import { app, type SandboxOrg, startOrg } from './sandbox-salesforce-org.ts';
import { recordingGate, silent } from './sandbox-server.ts';

let org: SandboxOrg;
beforeEach(async () => {
  org = await startOrg();
  await org.control('POST', '/stages', { change: 'add', label: 'Live' });
});
afterEach(async () => {
  vi.useRealTimers();
  await org.stop();
});

const wonAt = async (id: string): Promise<string | null> => {
  const crm = createSalesforce({
    credentials: { loginUrl: org.url, ...app },
    organizationId: sandboxOrganizationId,
    gate: recordingGate(),
    logger: silent,
  });
  const [read] = await crm.readDeals([id], []);
  return read?.result === 'found' ? read.deal.wonAt : null;
};
const move = (id: string, to: string): Promise<unknown> => org.control('POST', `/opportunities/${id}/stage`, { to });
/** moves of one opportunity, each at its time; its close date is the day of the first */
const moved = async (...moves: [at: string, to: string][]): Promise<string> => {
  vi.setSystemTime('2024-01-08T09:00:00.000Z');
  const { id } = await org.addOpportunity({ name: 'Harbor' });
  for (const [at, to] of moves) {
    vi.setSystemTime(at);
    await move(id, to);
  }
  await org.control('PATCH', `/opportunities/${id}`, { fields: { CloseDate: moves[0]?.[0].slice(0, 10) } });
  vi.useRealTimers();
  return id;
};

it('is the first of the won stages that it went through, one after the other', async () => {
  const id = await moved(['2024-03-02T09:00:00.000Z', 'won'], ['2026-03-02T09:00:00.000Z', 'Live']);
  expect(await wonAt(id)).toBe('2024-03-02T09:00:00.000Z');
});

it('begins anew where it was lost or reopened between them', async () => {
  const id = await moved(
    ['2024-03-02T09:00:00.000Z', 'won'],
    ['2025-03-02T09:00:00.000Z', 'open'],
    ['2026-03-02T09:00:00.000Z', 'won'],
    ['2026-03-03T09:00:00.000Z', 'Live'],
  );
  expect(await wonAt(id)).toBe('2026-03-02T09:00:00.000Z');
});

it('is when its stage changed last where its close date is as late, without asking for more', async () => {
  const id = await moved(['2024-03-02T09:00:00.000Z', 'won']);
  expect(await wonAt(id)).toBe('2024-03-02T09:00:00.000Z');
});
