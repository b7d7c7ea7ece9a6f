/**
 * Values that the CRM holds otherwise than when we last wrote or looked. The mapping says who wins; a field of our own,
 * or one that nobody wins, is reported once for as long as it stands. What loses stands in the ledger.
 */
import type { CrmPort } from '../../../integrations/ports.ts';
import type { Sql } from '../../db/database.ts';
import { acceptTheirs, noteDrift, settledOf, type SettledValue, writeAgain } from '../../db/drift.ts';
import { type LedgerEntry, writeLedger } from '../../db/ledger.ts';
import { lockValues } from '../../db/lock-values.ts';
import { enqueue, workflowOf } from '../../db/outbox.ts';
import { isSameValue } from '../../domain/mapping/outcome.ts';
import { isAppError } from '../../errors.ts';
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
    const looked = ofKind.flatMap((value): Drifted[] => {
      const record = current.get(value.recordId);
      return record ? [{ ...value, now: record[value.field] ?? '' }] : [];
    });
    const hasDrifted = ({ now, held }: Drifted): boolean => !isSameValue(now, held);
    await noteOver(
      deps,
      connectionId,
      looked.filter((value) => value.isDriftTold && !hasDrifted(value)),
    );
    compared.driftedValues += await settleDrift(deps, connectionId, crm, looked.filter(hasDrifted));
  }
  return compared;
}

/** Somebody put back what we had left there. */
async function noteOver(deps: CrmDeps, connectionId: string, values: Drifted[]): Promise<void> {
  if (values.length === 0) return;
  await deps.db.transaction(async (tx) => {
    await lockValues(tx, connectionId, values);
    await noteDrift(tx, connectionId, { values, isTold: false });
  });
}

const placeOf = ({ recordId, field }: { recordId: string; field: string }): string => `${recordId}:${field}`;

/** What we wrote ourselves since it was compared has not drifted. */
async function stillSettled(sql: Sql, connectionId: string, drifted: Drifted[]): Promise<Drifted[]> {
  const [first] = drifted;
  if (!first) return [];
  const ids = [...new Set(drifted.map(({ recordId }) => recordId))];
  const settled = await settledOf(sql, connectionId, first.objectType, ids);
  const known = new Map(settled.map((one) => [placeOf(one), one]));
  return drifted.flatMap((one) => {
    const now = known.get(placeOf(one));
    // the lot before may have told of it
    return now?.value === one.value && now.held === one.held ? [{ ...one, isDriftTold: now.isDriftTold }] : [];
  });
}

/** All of one kind of record. */
async function settleDrift(deps: CrmDeps, connectionId: string, crm: CrmPort, compared: Drifted[]): Promise<number> {
  const drifted = await stillSettled(deps.db, connectionId, compared);
  if (drifted.length === 0) return 0;
  const open = drifted.filter(({ whoWins }) => whoWins === null || whoWins === 'nobody');
  const fresh = await notYetReported(deps, connectionId, open);
  // what stood where ours is written again is told by the write that replaces it
  const entries = await withActors(deps, connectionId, crm, [
    ...drifted.filter(({ whoWins }) => whoWins === 'crm').map((value) => entryOf(connectionId, value, 'conflict_crm')),
    ...fresh.map((value) => entryOf(connectionId, value, 'reported')),
  ]);
  return deps.db.transaction(async (tx) => {
    await lockValues(tx, connectionId, drifted);
    // the CRM was asked meanwhile
    const still = await stillSettled(tx, connectionId, drifted);
    const places = new Set(still.map(placeOf));
    const ours = still.filter(({ whoWins }) => whoWins === 'ours');
    const theirs = still.filter(({ whoWins }) => whoWins === 'crm');
    const told = entries.filter((entry) => places.has(placeOf(entry)));
    if (ours.length > 0) await writeAgain(tx, connectionId, ours);
    if (theirs.length > 0) await acceptTheirs(tx, connectionId, theirs);
    await writeLedger(tx, told, deps.clock.now());
    const reported = told.filter(({ result }) => result === 'reported');
    if (reported.length > 0) await noteDrift(tx, connectionId, { values: reported, isTold: true });
    if (ours.length > 0) await enqueue(tx, [workflowOf('crm_sync', connectionId)]);
    return ours.length + told.length;
  });
}

interface DriftEntry extends Omit<LedgerEntry, 'actor'> {
  objectType: Drifted['objectType'];
}

const entryOf = (
  connectionId: string,
  { objectType, recordId, field, value, now, onboardingId }: Drifted,
  result: 'reported' | 'conflict_crm',
): DriftEntry => ({
  connectionId,
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

/** All of one kind of record. A CRM that does not say who it was is named itself. */
async function withActors(
  deps: CrmDeps,
  connectionId: string,
  crm: CrmPort,
  entries: DriftEntry[],
): Promise<LedgerEntry[]> {
  const [first] = entries;
  if (!first) return [];
  const names = await crm.whoSet(first.objectType, entries).catch((error: unknown) => {
    if (!isAppError(error)) throw error;
    deps.logger.warn({ connectionId, err: error }, 'The CRM does not tell who changed what drifted');
    return new Map<string, string>();
  });
  return entries.map((entry) => {
    const name = names.get(placeOf(entry)) ?? null;
    return { ...entry, actor: crmActor(deps, connectionId, name).label };
  });
}

async function notYetReported(deps: CrmDeps, connectionId: string, drifted: Drifted[]): Promise<Drifted[]> {
  const told = drifted.filter(({ isDriftTold }) => isDriftTold);
  if (told.length === 0) return drifted;
  const known = await deps.db.query<{ record_id: string; field: string; before: unknown; after: unknown }>(
    `SELECT DISTINCT ON (object_type, record_id, field) record_id, field, before, after FROM sync_ledger
     WHERE connection_id = $1 AND direction = 'drift' AND record_id = ANY($2) ORDER BY object_type, record_id, field, id DESC`,
    [connectionId, [...new Set(told.map(({ recordId }) => recordId))]],
  );
  const reported = new Set(known.map((row) => JSON.stringify([row.record_id, row.field, row.before, row.after])));
  return drifted.filter(
    ({ recordId, field, value, now, isDriftTold }) =>
      !isDriftTold || !reported.has(JSON.stringify([recordId, field, value, now])),
  );
}
