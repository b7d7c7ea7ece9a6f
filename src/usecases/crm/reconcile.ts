/** Looks for what no event announced: fields that are gone, deals that changed, values that drifted. Nothing is overwritten in silence. */
import type { CrmPort } from '../../../integrations/ports.ts';
import { type CrmConnection, connectionById } from '../../db/connections.ts';
import { hasSettledCompanies, mappedFields } from '../../db/drift.ts';
import type { Compared } from './compare-values.ts';
import { type CrmDeps, crmOf } from './crm-deps.ts';
import { refreshUsers } from './find-users.ts';
import { compareChanged, compareNext } from './find-drift.ts';
import { noteGone, noteMissed } from './find-missed.ts';
import { noteAccess } from './note-access.ts';
import { pauseWhenRevoked } from './revoked.ts';
import { watchFields } from './watch-fields.ts';

/** Search lags behind writes, so windows overlap. */
const overlapMs = 15 * 60_000;
const firstLookBackMs = 7 * 24 * 3_600_000;

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
  if (connection.status !== 'active') return { missedDeals: 0, driftedValues: 0 };
  const done = await pauseWhenRevoked(deps, connectionId, async () => {
    await noteAccess(deps, connectionId, crmOf(deps, connectionId));
    await watchFields(deps, connectionId, await mappedFields(deps.db, connectionId));
    await refreshUsers(deps, connection);
    return look(deps, connection, crmOf(deps, connectionId));
  });
  return done ?? { missedDeals: 0, driftedValues: 0 };
}

async function look(deps: CrmDeps, connection: CrmConnection, crm: CrmPort): Promise<Reconciled> {
  // the CRM's modification times are real time
  const startedAt = new Date(deps.clock.now().getTime() - deps.clock.offsetMs());
  const modifiedSince = await lookBack(deps, connection, startedAt);
  const found: Reconciled = { missedDeals: 0, driftedValues: 0 };
  const add = async ({ driftedValues, goneDeals }: Compared): Promise<void> => {
    found.driftedValues += driftedValues;
    found.missedDeals += await noteGone(deps, connection, goneDeals);
  };
  const compare = async (objectType: 'deal' | 'company', ids: string[]): Promise<void> =>
    add(await compareChanged(deps, connection.id, crm, { objectType, ids }));

  for await (const { deals } of pagesOf((after) => crm.findChangedDeals({ modifiedSince, after }))) {
    found.missedDeals += await noteMissed(deps, connection, deals, startedAt);
    const ids = deals.map(({ dealId }) => dealId);
    await compare('deal', ids);
  }
  if (await hasSettledCompanies(deps.db, connection.id))
    for await (const { companyIds } of pagesOf((after) => crm.findChangedCompanies({ modifiedSince, after })))
      await compare('company', companyIds);
  await add(await compareNext(deps, connection.id, crm));
  await deps.db.query('UPDATE crm_connections SET last_reconciled_at = $2 WHERE id = $1', [connection.id, startedAt]);
  return found;
}

async function lookBack({ db }: CrmDeps, { id }: CrmConnection, startedAt: Date): Promise<string> {
  const [row] = await db.query<{ last_reconciled_at: Date | null }>(
    'SELECT last_reconciled_at FROM crm_connections WHERE id = $1',
    [id],
  );
  const last = row?.last_reconciled_at?.getTime() ?? startedAt.getTime() - firstLookBackMs;
  return new Date(last - overlapMs).toISOString();
}

async function* pagesOf<Page extends { next: string | null }>(
  find: (after: string | null) => Promise<Page>,
): AsyncGenerator<Page> {
  let after: string | null = null;
  do {
    const page: Page = await find(after);
    yield page;
    after = page.next;
  } while (after !== null);
}
