/**
 * Deals in both CRMs change stage, owner, amount and a custom field at random while both fail at random, events are lost
 * and doubled, and our people publish plans and take customers live. What is left at the end is compared.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { z } from 'zod';
import { reconcileSchedule } from '../../../temporal.config.ts';
import { ourPeople } from '../../fault/support/people.ts';
import type { Instance } from '../instance.ts';
import { type Sandbox, sandboxOf } from '../sandbox.ts';
import { type SeededChance, seededChance } from '../seeded-chance.ts';
import { colleagues, signInAs } from '../story.ts';
import { until } from '../until.ts';
import { differences, type HeldCrm, type KnownOnboarding, type WantedValue } from './compare-crm.ts';
import { readHubSpot, readSalesforce } from './read-crms.ts';

export interface ConsistencyOptions {
  seed: number;
  /** in each CRM */
  deals: number;
  /** random changes in each CRM */
  changes: number;
  /** taken live in each CRM; no stage of theirs changes */
  live: number;
  quietWithinMs: number;
}
export interface ConsistencyResult {
  /** by CRM */
  differences: Record<string, string[]>;
  onboardings: number;
  values: number;
  references: number;
  failures: { hubspot: number; salesforce: number };
  lostEvents: number;
}

const idsSchema = z.object({ ids: z.array(z.string()) });
const hubspotCounters = z.object({
  totals: z.object({ failed: z.number() }),
  webhooks: z.object({ waiting: z.number(), dropped: z.number() }),
});
const salesforceCounters = z.object({
  totals: z.object({ failed: z.number() }),
  outbound: z.object({ waiting: z.number(), dropped: z.number() }),
});
const stages = ['won', 'won', 'open', 'lost'] as const;

export async function runConsistency(instance: Instance, options: ConsistencyOptions): Promise<ConsistencyResult> {
  const sandbox = sandboxOf(instance.url);
  const db = new pg.Pool({ connectionString: instance.databaseUrl, max: 2 });
  try {
    return await run({ instance, sandbox, db, chance: seededChance(options.seed) }, options);
  } finally {
    await db.end();
  }
}

interface World {
  instance: Instance;
  sandbox: Sandbox;
  db: pg.Pool;
  chance: SeededChance;
}

async function run(world: World, options: ConsistencyOptions): Promise<ConsistencyResult> {
  const { sandbox, instance, db } = world;
  const { seed, deals, live, quietWithinMs } = options;
  const mira = await signInAs(instance.url, sandbox, colleagues.mira);
  const bulk = { count: deals, isWon: false, namePrefix: 'Both' };
  const hubspot = idsSchema.parse(await sandbox.call('POST', '/hubspot/deals/bulk', bulk)).ids;
  const salesforce = idsSchema.parse(await sandbox.call('POST', '/salesforce/opportunities/bulk', bulk)).ids;
  await troubles(sandbox, seed);
  await sandbox.call('POST', '/hubspot/deals/bulk/won', { ids: hubspot });
  await sandbox.call('POST', '/salesforce/opportunities/bulk/won', { ids: salesforce });

  const people = ourPeople({ apiUrl: instance.url, cookie: mira.cookie });
  const settled = new Set([...hubspot.slice(0, live), ...salesforce.slice(0, live)]);
  const goingLive = takeLive(world, people, settled, quietWithinMs);
  await Promise.all([
    changeHubSpot(world, hubspot, settled, options),
    changeSalesforce(world, salesforce, settled, options),
    goingLive,
  ]);
  await sandbox.call('PUT', '/hubspot/faults', {});
  await sandbox.call('PUT', '/salesforce/faults', {});
  await untilQuiet(world, quietWithinMs);
  for (let round = 0; round < 2; round += 1) {
    await reconcile(world);
    await untilQuiet(world, quietWithinMs);
  }
  const held = {
    hubspot: readHubSpot(await sandbox.call('GET', '/hubspot/state')),
    salesforce: readSalesforce(await sandbox.call('GET', '/salesforce/state')),
  };
  const found = await Promise.all(
    Object.entries(held).map(
      async ([provider, crm]) =>
        [provider, await compare(db, provider, crm, new Set([...hubspot, ...salesforce]))] as const,
    ),
  );
  const counters = {
    hubspot: hubspotCounters.parse(await sandbox.call('GET', '/hubspot/counters')),
    salesforce: salesforceCounters.parse(await sandbox.call('GET', '/salesforce/counters')),
  };
  return {
    differences: Object.fromEntries(found),
    onboardings: await count(db, 'SELECT count(*) AS n FROM onboardings'),
    values: await count(db, 'SELECT count(*) AS n FROM crm_values'),
    references: held.hubspot.references.length + held.salesforce.references.length,
    failures: { hubspot: counters.hubspot.totals.failed, salesforce: counters.salesforce.totals.failed },
    lostEvents: counters.hubspot.webhooks.dropped + counters.salesforce.outbound.dropped,
  };
}

async function troubles(sandbox: Sandbox, seed: number): Promise<void> {
  const unclear = { kind: 'drop', share: 0.05, afterwards: true };
  await sandbox.call('PUT', '/hubspot/faults', { seed, troubled: 0.15, rules: [unclear] });
  await sandbox.call('PUT', '/salesforce/faults', {
    seed,
    troubled: 0.15,
    rules: [unclear, { kind: 'record', errorCode: 'UNABLE_TO_LOCK_ROW', share: 0.1 }],
  });
  await sandbox.call('PUT', '/hubspot/webhooks', {
    dropShare: 0.1,
    duplicateShare: 0.1,
    shuffled: true,
    retryScale: 0.0005,
  });
  await sandbox.call('PUT', '/salesforce/outbound', { dropShare: 0.1, duplicateShare: 0.1, isShuffled: true });
}

const pick = <T>(chance: SeededChance, items: readonly T[]): T => {
  const item = items[Math.floor(chance.next() * items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from');
  return item;
};
/** A pause now and then, so that changes meet work that is under way. */
const breathe = (chance: SeededChance): Promise<void> => sleep(chance.next() < 0.2 ? 40 : 0);

async function changeHubSpot(
  { sandbox, chance }: World,
  ids: string[],
  settled: Set<string>,
  { changes }: ConsistencyOptions,
): Promise<void> {
  const { owners } = z
    .object({ owners: z.array(z.object({ id: z.string(), archived: z.boolean() })) })
    .parse(await sandbox.call('GET', '/hubspot/state'));
  const ownerIds = owners.filter(({ archived }) => !archived).map(({ id }) => id);
  for (let n = 0; n < changes; n += 1) {
    const id = pick(chance, ids);
    const what = chance.next();
    if (what < 0.35 && !settled.has(id))
      await sandbox.call('POST', `/hubspot/deals/${id}/stage`, { to: pick(chance, stages) });
    else if (what < 0.55)
      await sandbox.call('PATCH', `/hubspot/deals/${id}`, { properties: { hubspot_owner_id: pick(chance, ownerIds) } });
    else if (what < 0.8)
      await sandbox.call('PATCH', `/hubspot/deals/${id}`, {
        properties: { amount: String(Math.round(chance.between(1_000, 90_000))) },
      });
    else await sandbox.call('PATCH', `/hubspot/deals/${id}`, { properties: { success_criteria: `Criteria ${n}` } });
    await breathe(chance);
  }
}

async function changeSalesforce(
  { sandbox, chance }: World,
  ids: string[],
  settled: Set<string>,
  { changes }: ConsistencyOptions,
): Promise<void> {
  const { records } = z
    .object({ records: z.object({ User: z.record(z.string(), z.record(z.string(), z.unknown())) }) })
    .parse(await sandbox.call('GET', '/salesforce/state'));
  const userIds = Object.entries(records.User)
    .filter(([, user]) => user['IsActive'] !== false && user['Email'])
    .map(([id]) => id);
  const itemSchema = z.object({ lineItems: z.array(z.object({ id: z.string() })).min(1) });
  for (let n = 0; n < changes; n += 1) {
    const id = pick(chance, ids);
    const path = `/salesforce/opportunities/${id}`;
    const what = chance.next();
    if (what < 0.35 && !settled.has(id)) await sandbox.call('POST', `${path}/stage`, { to: pick(chance, stages) });
    else if (what < 0.55) await sandbox.call('PATCH', path, { fields: { OwnerId: pick(chance, userIds) } });
    else if (what < 0.8) {
      const { lineItems } = itemSchema.parse(await sandbox.call('GET', path));
      await sandbox.call('PATCH', `${path}/line-items/${pick(chance, lineItems).id}`, {
        quantity: Math.ceil(chance.between(1, 200)),
      });
    } else await sandbox.call('PATCH', path, { fields: { Success_Criteria__c: `Criteria ${n}` } });
    await breathe(chance);
  }
}

async function takeLive(
  { db }: World,
  people: ReturnType<typeof ourPeople>,
  dealIds: Set<string>,
  withinMs: number,
): Promise<void> {
  const onboardingOf = async (dealId: string): Promise<string> =>
    until(
      `a draft for deal ${dealId}`,
      async () => {
        const { rows } = await db.query<{ id: string }>(
          `SELECT id FROM onboardings WHERE deal_id = $1 AND status = 'draft'`,
          [dealId],
        );
        return rows[0]?.id;
      },
      withinMs,
    );
  for (const dealId of dealIds) {
    const id = await onboardingOf(dealId);
    await people.publish(id);
    await people.takeLive(id);
  }
}

/** What a failing run names. */
const stuck = `SELECT kind, step, state, attempts, error, payload FROM effects WHERE state IN ('planned', 'started', 'unclear') LIMIT 5`;

async function untilQuiet({ db, sandbox }: World, withinMs: number): Promise<void> {
  let quiet = 0;
  const startedAt = performance.now();
  while (quiet < 4) {
    const { rows } = await db.query<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM outbox) AS signals, (SELECT count(*)::int FROM inbox_events WHERE state = 'pending') AS events,
         (SELECT count(*)::int FROM effects WHERE state IN ('planned', 'started', 'unclear')) AS effects,
         (SELECT count(*)::int FROM crm_values WHERE state = 'pending') AS values`,
    );
    const hubspot = hubspotCounters.parse(await sandbox.call('GET', '/hubspot/counters')).webhooks.waiting;
    const salesforce = salesforceCounters.parse(await sandbox.call('GET', '/salesforce/counters')).outbound.waiting;
    const left = { ...rows[0], hubspot, salesforce };
    quiet = Object.values(left).every((waiting) => waiting === 0) ? quiet + 1 : 0;
    if (quiet === 0 && performance.now() - startedAt > withinMs)
      throw new Error(`It is not quiet: ${JSON.stringify(left)}; ${JSON.stringify((await db.query(stuck)).rows)}`);
    await sleep(400);
  }
}

async function reconcile({ instance: { temporal }, db }: World): Promise<void> {
  const last = async (): Promise<(number | null)[]> => {
    const { rows } = await db.query<{ at: Date | null }>(
      'SELECT last_reconciled_at AS at FROM crm_connections ORDER BY provider',
    );
    return rows.map(({ at }) => at?.getTime() ?? null);
  };
  const before = await last();
  const connection = await Connection.connect({ address: temporal.address });
  try {
    const client = new Client({ connection, namespace: temporal.namespace });
    await client.schedule.getHandle(reconcileSchedule.id).trigger();
    await until(
      'both CRMs compared',
      async () => (await last()).every((at, n) => at !== before[n]) || undefined,
      120_000,
    );
  } finally {
    await connection.close();
  }
}

async function compare(db: pg.Pool, provider: string, crm: HeldCrm, ids: Set<string>): Promise<string[]> {
  const { rows: onboardings } = await db.query<KnownOnboarding>(
    `SELECT o.id, o.deal_id AS "dealId", o.cycle, o.status, o.held_by AS "heldBy", (o.deal ->> 'amountCents')::bigint::int AS "amountCents",
       o.deal -> 'fields' ->> 'success_criteria' AS "successCriteria",
       (SELECT p.email FROM members m JOIN people p ON p.id = m.person_id WHERE m.onboarding_id = o.id AND m.role = 'crm.owner') AS "ownerEmail"
     FROM onboardings o JOIN crm_connections c ON c.id = o.connection_id WHERE c.provider = $1`,
    [provider],
  );
  const { rows: values } = await db.query<WantedValue>(
    `SELECT v.object_type AS "objectType", v.record_id AS "recordId", v.field, v.value, v.state FROM crm_values v
     JOIN crm_connections c ON c.id = v.connection_id WHERE c.provider = $1 AND v.field <> 'dealstage'`,
    [provider],
  );
  return differences({ ...crm, deals: crm.deals.filter(({ id }) => ids.has(id)) }, onboardings, values);
}

const count = async (db: pg.Pool, text: string): Promise<number> =>
  Number((await db.query<{ n: string }>(text)).rows[0]?.n);
