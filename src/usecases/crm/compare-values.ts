/**
 * Values that the CRM holds otherwise than when we last wrote or looked. The mapping says who wins; a field of our own,
 * or one that nobody wins, is reported once until either side changes. What loses stands in the ledger.
 */
import type { CrmPort } from '../../../integrations/ports.ts';
import { acceptTheirs, settledOf, type SettledValue, writeAgain } from '../../db/drift.ts';
import { type LedgerEntry, writeLedger } from '../../db/ledger.ts';
import { enqueue, workflowOf } from '../../db/outbox.ts';
import { isSameValue } from '../../domain/mapping/outcome.ts';
import { crmActor } from './crm-actor.ts';
import type { CrmDeps } from './crm-deps.ts';

type Drifted = SettledValue & { now: string };

export interface Compared {
  /** told for the first time */
  driftedValues: number;
  /** that the CRM has no more */
  goneDeals: string[];
}

/** One lot after another: a record that was modified may have its turn besides, and is told once. */
export function comparing(deps: CrmDeps, connectionId: string, crm: CrmPort) {
  const all: Compared = { driftedValues: 0, goneDeals: [] };
  let lotBefore: Promise<void> = Promise.resolve();
  const compareLot = async (values: SettledValue[]): Promise<void> => {
    const { driftedValues, goneDeals } = await compareValues(deps, connectionId, crm, values);
    all.driftedValues += driftedValues;
    all.goneDeals.push(...goneDeals);
  };
  return {
    compare(values: SettledValue[]): Promise<void> {
      const compared = lotBefore.then(() => compareLot(values));
      // whoever added it hears of its failure
      lotBefore = compared.catch(() => undefined);
      return compared;
    },
    all: (): Compared => ({ ...all, goneDeals: [...new Set(all.goneDeals)] }),
  };
}

async function compareValues(
  deps: CrmDeps,
  connectionId: string,
  crm: CrmPort,
  values: SettledValue[],
): Promise<Compared> {
  const compared: Compared = { driftedValues: 0, goneDeals: [] };
  const kinds = (['deal', 'company'] as const).map(async (objectType) => {
    const ofKind = values.filter((value) => value.objectType === objectType);
    const ids = [...new Set(ofKind.map(({ recordId }) => recordId))];
    const names = [...new Set(ofKind.map(({ field }) => field))];
    if (ids.length === 0) return [];
    return [{ objectType, ofKind, ids, current: await crm.readFields(objectType, ids, names) }];
  });
  for (const { objectType, ofKind, ids, current } of (await Promise.all(kinds)).flat()) {
    if (objectType === 'deal') compared.goneDeals.push(...ids.filter((id) => !current.has(id)));
    const drifted = ofKind.flatMap((value): Drifted[] => {
      const record = current.get(value.recordId);
      const now = record?.[value.field] ?? '';
      return record && !isSameValue(now, value.held) ? [{ ...value, now }] : [];
    });
    compared.driftedValues += await settleDrift(deps, connectionId, await stillSettled(deps, connectionId, drifted));
  }
  return compared;
}

/** What we wrote ourselves between the two readings has not drifted. */
async function stillSettled({ db }: CrmDeps, connectionId: string, drifted: Drifted[]): Promise<Drifted[]> {
  const [first] = drifted;
  if (!first) return [];
  const ids = [...new Set(drifted.map(({ recordId }) => recordId))];
  const settled = await settledOf(db, connectionId, first.objectType, ids);
  const known = new Map(settled.map((one) => [`${one.recordId}:${one.field}`, one]));
  return drifted.filter(({ recordId, field, value, held }) => {
    const now = known.get(`${recordId}:${field}`);
    return now?.value === value && now.held === held;
  });
}

async function settleDrift(deps: CrmDeps, connectionId: string, drifted: Drifted[]): Promise<number> {
  if (drifted.length === 0) return 0;
  const ours = drifted.filter(({ whoWins }) => whoWins === 'ours');
  const theirs = drifted.filter(({ whoWins }) => whoWins === 'crm');
  const open = drifted.filter(({ whoWins }) => whoWins === null || whoWins === 'nobody');
  // each record would have to be asked who changed it
  const source = { connectionId, actor: crmActor(deps, connectionId).label };
  const fresh = await notYetReported(
    deps,
    open.map((value) => entryOf(source, value, 'reported')),
  );
  await deps.db.transaction(async (tx) => {
    // what stood there is told by the write that replaces it
    if (ours.length > 0) await writeAgain(tx, connectionId, ours);
    if (theirs.length > 0) await acceptTheirs(tx, connectionId, theirs);
    const told = [...theirs.map((value) => entryOf(source, value, 'conflict_crm')), ...fresh];
    await writeLedger(tx, told, deps.clock.now());
    if (ours.length > 0) await enqueue(tx, [workflowOf('crm_sync', connectionId)]);
  });
  return ours.length + theirs.length + fresh.length;
}

const entryOf = (
  source: Pick<LedgerEntry, 'connectionId' | 'actor'>,
  { objectType, recordId, field, value, now, onboardingId }: Drifted,
  result: 'reported' | 'conflict_crm',
): LedgerEntry => ({
  ...source,
  onboardingId,
  direction: 'drift',
  objectType,
  recordId,
  field,
  before: value,
  after: now,
  why: 'changed in the CRM since we last wrote it',
  result,
});

async function notYetReported(deps: CrmDeps, drifted: LedgerEntry[]): Promise<LedgerEntry[]> {
  if (drifted.length === 0) return [];
  const known = await deps.db.query<{ record_id: string; field: string; before: unknown; after: unknown }>(
    `SELECT DISTINCT ON (object_type, record_id, field) record_id, field, before, after FROM sync_ledger
     WHERE connection_id = $1 AND direction = 'drift' AND record_id = ANY($2) ORDER BY object_type, record_id, field, id DESC`,
    [drifted[0]?.connectionId, [...new Set(drifted.map((entry) => entry.recordId))]],
  );
  const reported = new Set(known.map((row) => JSON.stringify([row.record_id, row.field, row.before, row.after])));
  return drifted.filter(
    (entry) => !reported.has(JSON.stringify([entry.recordId, entry.field, entry.before, entry.after])),
  );
}
