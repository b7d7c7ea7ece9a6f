/** Looks for what no event announced: fields that are gone, deals that changed, values that drifted. Nothing is overwritten in silence. */
import type { ChangedDeal, CrmPort } from '../../../integrations/ports.ts';
import { eventsMayBeWell, nothingMayBeForbidden, writesMayBeWell } from '../../db/alerts.ts';
import { type CrmConnection, connectionById, type MappedConnection } from '../../db/connections.ts';
import { hasSettledCompanies, settledOf, storeLook } from '../../db/drift.ts';
import { isAppError } from '../../errors.ts';
import { type CrmDeps, crmOf } from './crm-deps.ts';
import { refreshUsers } from './find-users.ts';
import { companyFeeds, noteChangedCompanies } from './company-feeds.ts';
import { comparing } from './compare-values.ts';
import { type FollowedPlaybook, followedPlaybooks } from './followed-playbooks.ts';
import { nextShare } from './next-share.ts';
import { noteGone, noteMissed } from './find-missed.ts';
import { noteAccess } from './note-access.ts';
import { pauseWhenRevoked } from './revoked.ts';
import { watchFields } from './watch-fields.ts';
import { tellWhenForbidden } from './while-allowed.ts';

/** Search lags behind writes, so windows overlap. */
const overlapMs = 15 * 60_000;
const firstLookBackMs = 7 * 24 * 3_600_000;
/** what is held in memory at most, and a page */
const mostTogether = 1_000;
/** connections are looked at one after the other: none waits for a CRM that is to be asked in hours */
const longestWaitMs = 60_000;

export interface Reconciled {
  missedDeals: number;
  driftedValues: number;
}

export async function listActiveConnections(deps: CrmDeps): Promise<string[]> {
  const rows = await deps.db.query<{ id: string }>(
    `SELECT id FROM crm_connections WHERE status = 'active' ORDER BY id`,
  );
  return rows.map((row) => row.id).filter((id) => deps.crms.has(id));
}

export async function reconcileConnection(deps: CrmDeps, connectionId: string): Promise<Reconciled> {
  const connection = await connectionById(deps.db, connectionId);
  const nothing = { missedDeals: 0, driftedValues: 0 };
  if (connection.status !== 'active') return nothing;
  const lookAtAll = async (): Promise<Reconciled> => {
    const crm = crmOf(deps, connectionId);
    // each of them mostly waits, for the CRM or for the database
    const [reconciled] = await Promise.all([
      tellWhenForbidden(deps, connectionId, () => look(deps, connection, crm)),
      noteAccess(deps, connectionId, crm),
      refreshUsers(deps, connection),
    ]);
    return reconciled;
  };
  try {
    return (await pauseWhenRevoked(deps, connectionId, lookAtAll)) ?? nothing;
  } catch (error) {
    if (!isAppError(error) || (error.retryAfterMs ?? 0) <= longestWaitMs) throw error;
    const { code, retryAfterMs } = error;
    deps.logger.warn({ connectionId, code, retryAfterMs }, 'The CRM is to be asked later; left to the next look');
    return nothing;
  }
}

interface CurrentFields {
  followed: FollowedPlaybook[];
  stoppedFields: string[];
}

async function currentFields(deps: CrmDeps, connectionId: string): Promise<CurrentFields> {
  const followed = await followedPlaybooks(deps, connectionId);
  return { followed, stoppedFields: await watchFields(deps, connectionId, { followed }) };
}

async function look(deps: CrmDeps, connection: MappedConnection, crm: CrmPort): Promise<Reconciled> {
  // the CRM's modification times are real time
  const startedAt = new Date(deps.clock.now().getTime() - deps.clock.offsetMs());
  const { modifiedSince, looksForDeals } = await lookBack(deps, connection, startedAt);
  const fields = currentFields(deps, connection.id);
  const compared = comparing(deps, connection.id, crm);
  const [dealsMissed, companiesMissed, comparedTo] = await Promise.all([
    looksForDeals ? lookAtDeals(deps, connection, { crm, modifiedSince, startedAt, compared, fields }) : 0,
    lookAtCompanies(deps, connection, { crm, modifiedSince, startedAt, compared, fields }),
    fields.then(() => nextShare(deps.db, connection.id, compared.compare)),
  ]);

  const { driftedValues, goneDeals } = compared.all();
  const missedDeals = dealsMissed + companiesMissed + (await noteGone(deps, connection, goneDeals));
  await Promise.all([
    storeLook(deps.db, connection.id, { startedAt, looksForDeals, comparedTo }),
    // what failed may have been dropped or forgotten, too
    writesMayBeWell(deps.db, connection.id, deps.clock.now()),
    eventsMayBeWell(deps.db, connection.id, deps.clock.now()),
    nothingMayBeForbidden(deps.db, connection.id, deps.clock.now()),
  ]);
  return { missedDeals, driftedValues };
}

interface Look {
  crm: CrmPort;
  modifiedSince: string;
  startedAt: Date;
  compared: ReturnType<typeof comparing>;
  /** known before anything is compared: what stopped has not drifted */
  fields: Promise<CurrentFields>;
}

/** @returns how many were missed */
async function lookAtDeals(
  deps: CrmDeps,
  connection: MappedConnection,
  { crm, modifiedSince, startedAt, compared, fields }: Look,
): Promise<number> {
  let missed = 0;
  const compareDeals = async (changed: ChangedDeal[]): Promise<void> => {
    await fields;
    const ids = changed.map(({ dealId }) => dealId);
    await compared.compare(await settledOf(deps.db, connection.id, 'deal', ids));
  };
  const pages = (after: string | null) =>
    crm.findChangedDeals({ modifiedSince, after }).then(({ deals, next }) => ({ found: deals, next }));
  for await (const changed of gathered(pages)) {
    const [noted] = await Promise.all([noteMissed(deps, connection, changed, startedAt), compareDeals(changed)]);
    missed += noted;
  }
  return missed;
}

/** @returns of how many deals they feed something else by now */
async function lookAtCompanies(
  deps: CrmDeps,
  connection: MappedConnection,
  { crm, modifiedSince, startedAt, compared, fields }: Look,
): Promise<number> {
  const { followed, stoppedFields } = await fields;
  const feeds = companyFeeds({ ...connection, stoppedFields }, followed);
  if (feeds.length === 0 && !(await hasSettledCompanies(deps.db, connection.id))) return 0;
  let missed = 0;
  const pages = (after: string | null) =>
    crm.findChangedCompanies({ modifiedSince, after }).then(({ companyIds, next }) => ({ found: companyIds, next }));
  for await (const companyIds of gathered(pages)) {
    missed += await noteChangedCompanies(deps, connection, { crm, companyIds, feeds, at: startedAt });
    await compared.compare(await settledOf(deps.db, connection.id, 'company', companyIds));
  }
  return missed;
}

interface LookBack {
  modifiedSince: string;
  looksForDeals: boolean;
}

async function lookBack({ db }: CrmDeps, { id }: CrmConnection, startedAt: Date): Promise<LookBack> {
  const [row] = await db.query<{ last_reconciled_at: Date | null; looks_for_deals: boolean }>(
    'SELECT last_reconciled_at, deal_search_off_since IS NULL AS looks_for_deals FROM crm_connections WHERE id = $1',
    [id],
  );
  const last = row?.last_reconciled_at?.getTime() ?? startedAt.getTime() - firstLookBackMs;
  return { modifiedSince: new Date(last - overlapMs).toISOString(), looksForDeals: row?.looks_for_deals ?? true };
}

/** A search's pages, some together: a statement or call for each of them alone would cost more than what it is about. */
async function* gathered<T>(
  search: (after: string | null) => Promise<{ found: T[]; next: string | null }>,
): AsyncGenerator<T[]> {
  let together: T[] = [];
  let after: string | null = null;
  do {
    const { found, next }: { found: T[]; next: string | null } = await search(after);
    together.push(...found);
    after = next;
    if (after !== null && together.length < mostTogether) continue;
    yield together;
    together = [];
  } while (after !== null);
}
