import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { projectHubSpotEvents, verifyHubSpotSignature } from '../../integrations/hubspot/webhook.ts';
import type { CrmEvent } from '../../integrations/ports.ts';
import { createMemoryStore } from '../../integrations/sandbox/hubspot/index.ts';
import { clientSecret, type Received, type Sandbox, startSandbox } from './sandbox-server.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const verdictOn = ({ body, headers }: Received, nowMs = Date.now()) =>
  verifyHubSpotSignature({ method: 'POST', publicUrl: sandbox.hookUrl, rawBody: body, headers, clientSecret, nowMs });
const events = (): CrmEvent[] => sandbox.received.flatMap(({ body }) => projectHubSpotEvents(body));
const rawEvents = (): Record<string, unknown>[] =>
  sandbox.received.flatMap(({ body }) => z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(body.toString())));
const settings = (change: Record<string, unknown>): Promise<unknown> => sandbox.control('PUT', '/webhooks', change);
const waiting = async (): Promise<number> =>
  z.object({ webhooks: z.object({ waiting: z.number() }) }).parse(await sandbox.control('GET', '/counters')).webhooks
    .waiting;
const counted = async (): Promise<Record<string, number>> =>
  z.object({ webhooks: z.record(z.string(), z.number()) }).parse(await sandbox.control('GET', '/counters')).webhooks;

async function wonDeal(): Promise<string> {
  const { id } = await sandbox.addDeal();
  await expect.poll(waiting).toBe(0);
  sandbox.received.length = 0;
  await sandbox.control('POST', `/deals/${id}/stage`, { to: 'won' });
  return id;
}

describe('the sandbox’s webhooks', () => {
  it('announce a won deal, signed for our address', async () => {
    const id = await wonDeal();
    await expect.poll(() => sandbox.received.length).toBe(1);
    expect(verdictOn(sandbox.received[0]!)).toEqual({ ok: true });
    expect(sandbox.received[0]?.headers).toMatchObject({
      'x-hubspot-signature-version': 'v1',
      'x-hubspot-signature': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(rawEvents().find((event) => event['propertyName'] === 'dealstage')).toEqual({
      eventId: expect.any(Number),
      subscriptionId: expect.any(Number),
      portalId: 147_258_369,
      appId: 7_701,
      occurredAt: expect.any(Number),
      subscriptionType: 'deal.propertyChange',
      attemptNumber: 0,
      objectId: Number(id),
      propertyName: 'dealstage',
      propertyValue: 'closedwon',
      changeSource: 'CRM_UI',
      sourceId: 'userId:9100200',
    });
    expect(events().every((event) => event.kind === 'deal_changed' && event.dealId === id && !event.isOwnWrite)).toBe(
      true,
    );
  });

  it('come in both families and with the old name of the type', async () => {
    await settings({ families: ['object', 'deal'], typeKey: 'eventType' });
    const id = await wonDeal();
    await expect.poll(() => events().filter(({ dealId }) => dealId === id).length).toBe(4);
    expect(new Set(rawEvents().map((event) => event['eventType']))).toEqual(
      new Set(['object.propertyChange', 'deal.propertyChange']),
    );
    expect(
      rawEvents()
        .filter((event) => event['eventType'] === 'object.propertyChange')
        .every((event) => event['objectTypeId'] === '0-3'),
    ).toBe(true);
  });

  it('tell of creation, deletion, restore, merge and associations', async () => {
    const one = await sandbox.addDeal({ contacts: [{ email: 'a@b.example' }] });
    const other = await sandbox.addDeal();
    await sandbox.control('DELETE', `/deals/${other.id}`);
    await sandbox.control('POST', `/deals/${other.id}/restore`);
    const merged = await sandbox.merge(one.id, other.id);
    await expect.poll(() => events().some(({ kind }) => kind === 'deal_merged')).toBe(true);
    expect(
      events()
        .filter(({ kind }) => kind !== 'deal_changed')
        .map(({ kind, dealId, mergedDealIds }) => [kind, dealId, mergedDealIds]),
    ).toEqual([
      ['deal_created', one.id, []],
      ['deal_created', other.id, []],
      ['deal_deleted', other.id, []],
      ['deal_restored', other.id, []],
      ['deal_merged', merged.id, [other.id, one.id]],
    ]);
    expect(
      rawEvents().some(
        (event) =>
          event['subscriptionType'] === 'deal.associationChange' && event['associationType'] === 'DEAL_TO_CONTACT',
      ),
    ).toBe(true);
  });

  it('of either end of an association name both types, and the deal is found in them', async () => {
    await settings({ families: ['object'], objects: ['deals', 'contacts'], events: ['associationChange'] });
    const { id } = await sandbox.addDeal({ contacts: [{ email: 'a@b.example' }] });
    await expect.poll(() => rawEvents().length).toBe(2);
    expect(rawEvents().map((event) => [event['fromObjectTypeId'], event['toObjectTypeId']])).toEqual([
      ['0-3', '0-1'],
      ['0-1', '0-3'],
    ]);
    expect(events().map(({ kind, dealId }) => [kind, dealId])).toEqual([
      ['deal_changed', id],
      ['deal_changed', id],
    ]);
  });

  it('leave out what nobody subscribed to and what HubSpot never announces', async () => {
    const { id } = await sandbox.addDeal();
    await expect.poll(waiting).toBe(0);
    sandbox.received.length = 0;
    await sandbox.control('PATCH', `/deals/${id}`, { properties: { description: 'not subscribed', amount: '5' } });
    await expect.poll(() => sandbox.received.length).toBe(1);
    expect(rawEvents().map((event) => event['propertyName'])).toEqual(['amount']);
  });

  it('say which changes we made ourselves', async () => {
    const { id } = await sandbox.addDeal();
    await sandbox
      .hubspot()
      .crm.writeFields([{ objectType: 'deal', recordId: id, values: { amount: 77 }, onboardingId: null }]);
    await expect.poll(() => rawEvents().some((event) => event['propertyValue'] === '77')).toBe(true);
    expect(events().find(({ raw }) => JSON.stringify(raw).includes('"77"'))).toMatchObject({ isOwnWrite: true });
  });

  it('come at most a hundred at a time, on at most ten connections', async () => {
    let now = 0;
    let most = 0;
    const together = Promise.withResolvers<void>();
    sandbox.answerHooks(async () => {
      now += 1;
      most = Math.max(most, now);
      if (now > 1) together.resolve();
      await together.promise;
      now -= 1;
      return 200;
    });
    await sandbox.addDeals(120);
    await expect.poll(waiting, { timeout: 50_000 }).toBe(0);
    const sizes = sandbox.received.map(({ body }) => projectHubSpotEvents(body).length);
    expect(Math.max(...sizes)).toBe(100);
    expect(events().filter(({ kind }) => kind === 'deal_created')).toHaveLength(120);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(10);
  });

  it.each([
    ['401', 401],
    ['404', 404],
    ['500', 500],
  ])('are tried again after a %s, signed anew, with the same key', async (_name, status) => {
    await settings({ retryScale: 0.000_1 });
    sandbox.answerHooks(() => (sandbox.received.length < 3 ? status : 200));
    const { id } = await sandbox.addDeal();
    await expect.poll(() => sandbox.received.length).toBe(3);
    const attempts = sandbox.received.map(
      ({ body }) =>
        z.array(z.object({ attemptNumber: z.number() })).parse(JSON.parse(body.toString()))[0]?.attemptNumber,
    );
    expect(attempts).toEqual([0, 1, 2]);
    expect(sandbox.received.every((one) => verdictOn(one).ok)).toBe(true);
    expect(new Set(sandbox.received.map(({ headers }) => headers['x-hubspot-request-timestamp'])).size).toBe(3);
    const keys = sandbox.received.map(({ body }) => projectHubSpotEvents(body).map(({ dedupeKey }) => dedupeKey));
    expect(keys[1]).toEqual(keys[0]);
    expect(keys[2]).toEqual(keys[0]);
    expect(keys[0]?.[0]).toContain(id);
    await expect.poll(waiting).toBe(0);
  });

  it('are tried ten times again and then given up', async () => {
    await settings({ retryScale: 0.000_000_1 });
    sandbox.answerHooks(() => 503);
    await sandbox.addDeal();
    await expect.poll(async () => (await counted())['givenUp'], { timeout: 50_000 }).toBeGreaterThan(0);
    expect(sandbox.received).toHaveLength(11);
    expect(await waiting()).toBe(0);
  });

  it('do not wait longer than they are told', async () => {
    await settings({ timeoutMs: 100, retryScale: 0.000_01 });
    const { promise: late, resolve } = Promise.withResolvers<number>();
    sandbox.answerHooks(async () => {
      if (sandbox.received.length > 1) return 200;
      await settings({ retryScale: 0.000_01 });
      return late;
    });
    await sandbox.addDeal();
    await expect.poll(() => sandbox.received.length).toBeGreaterThan(1);
    resolve(200);
    await expect.poll(waiting).toBe(0);
    expect(
      z
        .object({ log: z.array(z.object({ error: z.string().nullable() })) })
        .parse(await sandbox.control('GET', '/webhooks'))
        .log.at(-1)?.error,
    ).toContain('Timeout');
  });

  it('can be lost, doubled and out of order on command', async () => {
    await settings({ dropShare: 1 });
    await sandbox.addDeal();
    await expect.poll(async () => (await counted())['dropped']).toBeGreaterThan(0);
    expect(sandbox.received).toHaveLength(0);
    expect(await waiting()).toBe(0);
    await settings({ duplicateShare: 1, shuffled: true });
    const { id } = await sandbox.addDeal();
    await expect.poll(() => sandbox.received.length).toBe(2);
    const [one = [], other = []] = sandbox.received.map(({ body }) =>
      projectHubSpotEvents(body)
        .map(({ dedupeKey }) => dedupeKey)
        .sort(),
    );
    expect(other).toEqual(one);
    expect(one[0]).toContain(id);
    await sandbox.control('POST', '/webhooks/repeat', { count: 1 });
    await expect.poll(() => sandbox.received.length).toBe(3);
  });

  it('that were not delivered when it stopped are delivered after it starts again', async () => {
    const store = createMemoryStore();
    await sandbox.stop();
    sandbox = await startSandbox({ store });
    await settings({ enabled: false });
    const { id } = await sandbox.addDeal({ name: 'Kept' });
    await sandbox.stop();
    sandbox = await startSandbox({ store });
    expect((await sandbox.deal(id)).properties['dealname']).toBe('Kept');
    expect(sandbox.received).toHaveLength(0);
    await settings({});
    await expect.poll(() => events().some(({ kind, dealId }) => kind === 'deal_created' && dealId === id)).toBe(true);
  });
});
