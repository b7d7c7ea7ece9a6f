/**
 * From a change in the sandbox Salesforce to the onboarding, by outbound messages, by reconcile, and by both: each may be
 * off, together they never double.
 */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import express from 'express';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CrmPort } from '../../../integrations/ports.ts';
import { createSalesforce } from '../../../integrations/salesforce/client.ts';
import { sandboxOrganizationId } from '../../../integrations/sandbox/salesforce/index.ts';
import { sandboxOpportunityIdsSchema } from '../../../src/contracts/sandbox/salesforce.ts';
import { createClock } from '../../../src/db/clock.ts';
import { type CrmConnection, rememberConnection } from '../../../src/db/connections.ts';
import { createPlaybookStore } from '../../../src/db/playbook-store.ts';
import { portOf } from '../../../src/main/port-of.ts';
import type { CrmDeps } from '../../../src/usecases/crm/crm-deps.ts';
import { drainCrmValues } from '../../../src/usecases/crm/drain-crm-values.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { publishPlaybooks } from '../../../src/usecases/publish-playbooks.ts';
import { createSalesforceWebhook } from '../../../src/webhooks/salesforce.ts';
import { app, type SandboxOrg, startOrg } from '../../contract/sandbox-salesforce-org.ts';
import { recordingGate, silent } from '../../contract/sandbox-server.ts';
import { useDatabase } from '../../support/database.ts';
import { until } from '../../support/until.ts';

const opened = useDatabase();
let org: SandboxOrg;
let webhook: Server;
let connection: CrmConnection;
let crm: CrmPort;

beforeAll(async () => {
  const playbooks = createPlaybookStore(opened.db);
  await publishPlaybooks({ playbooks, clock: createClock(opened.db), logger: silent }, 'playbooks');
});
beforeEach(async () => {
  const { db } = opened;
  const token = randomUUID();
  connection = await rememberConnection(
    db,
    { provider: 'salesforce', accountId: sandboxOrganizationId, name: 'Salesforce' },
    new Date(),
  );
  const clock = createClock(db);
  const site = express().use(
    createSalesforceWebhook({
      db,
      clock,
      logger: silent,
      organizations: () => [{ token, connection }],
      poke: () => undefined,
    }),
  );
  webhook = await new Promise((resolve) => {
    const listening = site.listen(0, '127.0.0.1', () => resolve(listening));
  });
  org = await startOrg({ outboundUrl: `http://127.0.0.1:${portOf(webhook)}/webhooks/salesforce/${token}` });
  crm = createSalesforce({
    credentials: { loginUrl: org.url, ...app },
    organizationId: sandboxOrganizationId,
    gate: recordingGate(),
    logger: silent,
  });
});
afterEach(async () => {
  await org.stop();
  await new Promise((resolve) => webhook.close(resolve));
  await opened.db.query('TRUNCATE inbox_events, onboardings, deals, crm_values, crm_connections CASCADE');
});

const deps = (): CrmDeps => ({
  db: opened.db,
  clock: createClock(opened.db),
  playbooks: createPlaybookStore(opened.db),
  publicUrl: 'https://gangway.example',
  crms: new Map([[connection.id, crm]]),
  company: { timezone: 'Europe/Berlin', country: null },
  logger: silent,
});
const quick = { collectMs: 0, retryScale: 0.000_01 };
type Way = 'messages' | 'reconcile' | 'both';
const outbound: Record<Way, Parameters<SandboxOrg['setOutbound']>[0]> = {
  messages: quick,
  reconcile: { ...quick, enabled: false },
  both: { ...quick, duplicateShare: 0.5, isShuffled: true },
};

const told = () =>
  until('every message is taken', async () => ((await org.counters()).outbound.waiting === 0 ? true : undefined));
const reconcile = () => reconcileConnection(deps(), connection.id);
const drain = async (): Promise<void> => {
  while ((await drainInbox(deps(), connection.id)).hasMore);
};
/** Whatever the way tells, all at once, and then until nothing is left. */
async function hear(way: Way): Promise<void> {
  if (way !== 'reconcile') await told();
  await Promise.all([drain(), way === 'messages' ? null : reconcile(), drain()]);
  await drain();
}

interface Standing {
  deal_id: string;
  status: string;
  held_by: string | null;
  is_won: boolean;
  is_deleted: boolean;
  owner: string | null;
  amount: number | null;
}
const standing = () =>
  opened.db.query<Standing>(
    `SELECT o.deal_id, o.status, o.held_by, d.is_won, d.is_deleted, d.snapshot -> 'owner' ->> 'email' AS owner, (d.snapshot ->> 'amountCents')::float8 AS amount
     FROM onboardings o JOIN deals d USING (connection_id, deal_id) ORDER BY o.deal_id, o.cycle`,
  );
const change = (id: string, fields: Record<string, unknown>) =>
  org.control('PATCH', `/opportunities/${id}`, { fields });
const move = (id: string, to: string) => org.control('POST', `/opportunities/${id}/stage`, { to });

describe.each(['messages', 'reconcile', 'both'] as const)('by %s', (way) => {
  beforeEach(() => org.setOutbound(outbound[way]));

  test('a won opportunity becomes one onboarding, and what changes in it arrives', async () => {
    const { id } = await org.addOpportunity({ amount: 50_000 });
    await move(id, 'won');
    await hear(way);
    expect(await standing()).toMatchObject([{ deal_id: id, is_won: true, amount: 5_000_000 }]);
    await change(id, { Amount: 80_000 });
    await hear(way);
    expect(await standing()).toMatchObject([{ deal_id: id, amount: 8_000_000 }]);
    await move(id, 'open');
    await hear(way);
    const [reopened] = await standing();
    expect(reopened).toMatchObject({ is_won: false });
    await move(id, 'won');
    await hear(way);
    expect((await standing()).filter(({ status }) => status !== 'cancelled')).toMatchObject([
      { deal_id: id, is_won: true },
    ]);
  });

  test('a deleted opportunity is noticed', async () => {
    const { id } = await org.addOpportunity();
    await move(id, 'won');
    await hear(way);
    // the onboarding's record, on which the package's flow writes that its opportunity went
    await drainCrmValues(deps(), connection.id);
    expect((await org.opportunity(id)).onboardings).toHaveLength(1);
    await org.control('DELETE', `/opportunities/${id}`);
    await hear(way);
    expect(await standing()).toMatchObject([{ deal_id: id, is_deleted: true }]);
  });

  test('thirty won at once become thirty onboardings', async () => {
    const { ids } = sandboxOpportunityIdsSchema.parse(
      await org.control('POST', '/opportunities/bulk', { count: 30, isWon: true }),
    );
    await hear(way);
    await hear(way);
    expect((await standing()).map(({ deal_id: id }) => id)).toEqual(ids.toSorted());
    await hear(way);
    expect(await standing()).toHaveLength(30);
  });
});

describe('of the same opportunity', () => {
  const won = async (): Promise<string> => {
    const { id } = await org.addOpportunity();
    await move(id, 'won');
    return id;
  };

  test('what a message told, reconcile does not tell again; read once more, it changes nothing', async () => {
    await org.setOutbound(quick);
    const id = await won();
    await told();
    expect(await reconcile()).toMatchObject({ missedDeals: 0 });
    await drain();
    const before = await standing();
    await reconcile();
    await drain();
    expect(await standing()).toEqual(before);
    expect(before).toMatchObject([{ deal_id: id }]);
  });

  test('a second onboarding writes for the first as well that it ended, whose own last values gave way', async () => {
    await org.setOutbound(quick);
    const id = await won();
    await told();
    await drain();
    await drainCrmValues(deps(), connection.id);
    await move(id, 'lost');
    await told();
    await drain();
    await move(id, 'won');
    await told();
    await drain();
    expect((await standing()).map(({ status }) => status)).toEqual(['cancelled', 'handoff']);
    await drainCrmValues(deps(), connection.id);
    const { onboardings } = await org.opportunity(id);
    const stages = onboardings.map(({ Gangway_Stage__c: stage }) => String(stage));
    expect(stages.toSorted((one, other) => one.localeCompare(other))).toEqual(['cancelled', 'handoff']);
    const latest = onboardings.find(({ Gangway_Stage__c: stage }) => stage === 'handoff');
    expect(latest).toMatchObject({ Gangway_Progress__c: 0 });
  });

  test('what reconcile found, a late message and its repeats do not open again', async () => {
    await org.setOutbound({ ...quick, enabled: false });
    const id = await won();
    expect(await reconcile()).toMatchObject({ missedDeals: 1 });
    await drain();
    const before = await standing();
    await org.setOutbound({ ...quick, duplicateShare: 1 });
    await told();
    await drain();
    expect(await standing()).toEqual(before);
    expect(before).toMatchObject([{ deal_id: id }]);
  });

  test('an undeleted one, of which no flow tells, is found by reconcile', async () => {
    await org.setOutbound(quick);
    const id = await won();
    await told();
    await drain();
    await drainCrmValues(deps(), connection.id);
    await org.control('DELETE', `/opportunities/${id}`);
    await told();
    await drain();
    expect(await standing()).toMatchObject([{ deal_id: id, is_deleted: true }]);
    await org.control('POST', `/opportunities/${id}/undelete`);
    await told();
    await drain();
    expect(await standing()).toMatchObject([{ is_deleted: true }]);
    await reconcile();
    await drain();
    expect(await standing()).toMatchObject([{ deal_id: id, is_deleted: false }]);
  });

  test('our own writing tells nobody, and reading what it left writes nothing again', async () => {
    await org.setOutbound(quick);
    await won();
    await told();
    await drain();
    await drainCrmValues(deps(), connection.id);
    const { notifications } = (await org.counters()).outbound;
    expect(notifications).toBe(1);
    const { writes } = (await org.counters()).totals;
    const before = await standing();
    expect(await reconcile()).toMatchObject({ driftedValues: 0 });
    await drain();
    await drainCrmValues(deps(), connection.id);
    expect(await standing()).toEqual(before);
    expect((await org.counters()).totals).toMatchObject({ writes });
  });
});
