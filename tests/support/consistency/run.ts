/**
 * Deals in both CRMs change at random while both fail at random, events are lost and doubled, and our people publish
 * plans, work on them and take customers live, with a mapping switched on in each. What is left at the end is compared.
 */
import pg from 'pg';
import { z } from 'zod';
import { seededChance } from '../seeded-chance.ts';
import { compareCrm, type Direction } from './compare-crm.ts';
import type { Compared } from './comparison.ts';
import type { HeldCrm } from './held-crm.ts';
import { historyOf } from './history.ts';
import { readOurs } from './known.ts';
import { makeFields, type Provider, switchMappingsOn } from './mapping.ts';
import { takeLive, workAtRandom } from './people-meanwhile.ts';
import { PeoplesChanges } from './peoples-changes.ts';
import type { Place } from './place.ts';
import { readCounters, reconcile, startReconcile, untilQuiet } from './quiet.ts';
import { changeAtRandom, type Changing, hubspotLevers, salesforceLevers } from './random-changes.ts';
import { readHubSpot, readSalesforce } from './read-crms.ts';
import { differencesIn } from './report.ts';

export interface ConsistencyOptions {
  seed: number;
  /** in each CRM */
  deals: number;
  /** random changes in each CRM */
  changes: number;
  /** what our people do besides */
  presses: number;
  /** of the random changes, those that delete, restore or merge */
  rareShare: number;
  /** taken live in each CRM; no stage of theirs changes */
  live: number;
  quietWithinMs: number;
}
export interface ConsistencyResult {
  crms: Record<Provider, Record<Direction, Compared>>;
  /** of deals that differ */
  history: string;
  onboardings: number;
  /** in the ledger, by how they were settled */
  conflicts: Record<string, number>;
  failures: Record<Provider, number>;
  lostEvents: number;
}

const idsSchema = z.object({ ids: z.array(z.string()) });

export async function runConsistency(place: Place, options: ConsistencyOptions): Promise<ConsistencyResult> {
  const db = new pg.Pool({ connectionString: place.databaseUrl, max: 3 });
  try {
    return await run(place, db, options);
  } finally {
    await db.end();
  }
}

async function run(place: Place, db: pg.Pool, options: ConsistencyOptions): Promise<ConsistencyResult> {
  const { control } = place;
  const { seed, deals, live, quietWithinMs } = options;
  const chance = seededChance(seed);
  await makeFields(control);
  await switchMappingsOn((method, path, body) => ask(place, method, path, body));
  const bulk = { count: deals, isWon: false, namePrefix: 'Both' };
  const hubspot = idsSchema.parse(await control('POST', '/hubspot/deals/bulk', bulk)).ids;
  const salesforce = idsSchema.parse(await control('POST', '/salesforce/opportunities/bulk', bulk)).ids;
  const changes = new PeoplesChanges();
  for (const id of [...hubspot, ...salesforce]) changes.wasWorth(id, bulkAmount);
  await troubles(control, seed);
  await control('POST', '/hubspot/deals/bulk/won', { ids: hubspot });
  await control('POST', '/salesforce/opportunities/bulk/won', { ids: salesforce });

  const settled = new Set([...hubspot.slice(0, live), ...salesforce.slice(0, live)]);
  const changing = {
    place,
    chance,
    changes,
    settled,
    rareShare: options.rareShare,
    colleagues: await colleaguesIn(db),
  };
  const killing = place.startKilling?.();
  const changed = Promise.all([
    changeBoth(changing, { hubspot, salesforce }, options.changes),
    workAtRandom({ place, db, chance }, options.presses),
  ]);
  await Promise.all([
    // whoever is to go live while the event of its deal was lost waits for this, else for up to ten minutes
    changed.then(() => startReconcile(place)),
    takeLive({ place, db, chance }, settled, quietWithinMs),
  ]);
  await killing?.stop();
  await control('PUT', '/hubspot/faults', {});
  await control('PUT', '/salesforce/faults', {});
  await untilQuiet(place, db, quietWithinMs);
  await db.query('UPDATE crm_connections SET compared_to = NULL');
  for (let look = 1; look <= 2 || (look <= mostLooks && (await isRoundOpen(db))); look += 1) {
    await reconcile(place, db);
    await untilQuiet(place, db, quietWithinMs);
  }
  const ids = new Set([...hubspot, ...salesforce]);
  const compared = async (crm: HeldCrm) => compareCrm(ofThisRun(crm, ids), await readOurs(db, crm.provider), changes);
  const counters = await readCounters(control);
  const crms = {
    hubspot: await compared(readHubSpot(await control('GET', '/hubspot/state'))),
    salesforce: await compared(readSalesforce(await control('GET', '/salesforce/state'))),
  };
  return {
    crms,
    history: await historyOf(db, differencesIn({ crms })),
    onboardings: await count(db, 'SELECT count(*) AS n FROM onboardings'),
    conflicts: await conflictsIn(db),
    failures: counters.failed,
    lostEvents: counters.lostEvents,
  };
}

/** Each look of reconcile compares a share of all records; what was deleted in silence is found by the whole round. */
const mostLooks = 40;
const isRoundOpen = async (db: pg.Pool): Promise<boolean> =>
  (await count(db, 'SELECT count(*) AS n FROM crm_connections WHERE compared_to IS NOT NULL')) > 0;

/** Ten of 420 each, as the sandboxes make them. */
const bulkAmount = 4_200;

async function changeBoth(
  changing: Changing,
  { hubspot, salesforce }: Record<Provider, string[]>,
  count: number,
): Promise<void> {
  const { place, chance } = changing;
  await Promise.all([
    changeAtRandom(changing, await hubspotLevers(place.control, chance), hubspot, count),
    changeAtRandom(changing, await salesforceLevers(place.control, chance), salesforce, count),
  ]);
}

async function troubles(control: Place['control'], seed: number): Promise<void> {
  const unclear = { kind: 'drop', share: 0.05, afterwards: true };
  await control('PUT', '/hubspot/faults', { seed, troubled: 0.15, rules: [unclear] });
  await control('PUT', '/salesforce/faults', {
    seed,
    troubled: 0.15,
    rules: [unclear, { kind: 'record', errorCode: 'UNABLE_TO_LOCK_ROW', share: 0.1 }],
  });
  await control('PUT', '/hubspot/webhooks', {
    dropShare: 0.1,
    duplicateShare: 0.1,
    shuffled: true,
    retryScale: 0.0005,
  });
  await control('PUT', '/salesforce/outbound', { dropShare: 0.1, duplicateShare: 0.1, isShuffled: true });
}

/** Seeded deals of the sandboxes are left out; what a merge made of ours is not. */
function ofThisRun(crm: HeldCrm, ids: Set<string>): HeldCrm {
  const into = new Set(crm.deals.flatMap(({ id, mergedInto }) => (ids.has(id) && mergedInto ? [mergedInto] : [])));
  const deals = crm.deals.filter(({ id }) => ids.has(id) || into.has(id));
  return { ...crm, deals };
}

async function ask({ apiUrl, cookie }: Place, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${apiUrl}/api/v1${path}`, {
    method,
    headers: { origin: apiUrl, cookie, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function colleaguesIn(db: pg.Pool): Promise<string[]> {
  const { rows } = await db.query<{ email: string }>(
    `SELECT email FROM people WHERE staff_role IS NOT NULL AND deactivated_at IS NULL ORDER BY email`,
  );
  return rows.map(({ email }) => email);
}

async function conflictsIn(db: pg.Pool): Promise<Record<string, number>> {
  const { rows } = await db.query<{ settled: string; n: string }>(
    `SELECT CASE WHEN result LIKE 'conflict%' THEN substr(result, 10) ELSE 'nobody' END AS settled, count(*) AS n FROM sync_ledger
     WHERE result LIKE 'conflict%' OR (result = 'failed' AND error LIKE '%leaves it to a person%') OR (direction = 'drift' AND result = 'reported') GROUP BY 1`,
  );
  return Object.fromEntries(rows.map(({ settled, n }) => [settled, Number(n)]));
}

const count = async (db: pg.Pool, text: string): Promise<number> =>
  Number((await db.query<{ n: string }>(text)).rows[0]?.n);
