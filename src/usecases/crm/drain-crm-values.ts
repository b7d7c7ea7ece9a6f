import type { FieldWriteResult } from '../../../integrations/ports.ts';
import type { Drained } from '../../contracts/processes.ts';
import { openAlert } from '../../db/alerts.ts';
import { asBulk } from '../../db/bulk-work.ts';
import { connectionById } from '../../db/connections.ts';
import {
  leaveStagesOfCancelled,
  nextValueInMs,
  noteTried,
  type PendingValue,
  readPendingValues,
  settleValues,
} from '../../db/crm-values.ts';
import { endedBefore } from '../../db/deals.ts';
import { writeLedger } from '../../db/ledger.ts';
import { lockValues } from '../../db/lock-values.ts';
import { isOfStage } from '../../domain/crm-values.ts';
import { crmActor } from './crm-actor.ts';
import { type CrmDeps, crmOf } from './crm-deps.ts';
import { noteGone } from './find-missed.ts';
import { findWantedUsers } from './find-users.ts';
import { leaveCompaniesOfCancelled } from './leave-companies.ts';
import { rehearseValues } from './rehearse-values.ts';
import { pauseWhenRevoked } from './revoked.ts';
import { settleValue, toWrite } from './settle-value.ts';
import { stopRefusedFields } from './watch-fields.ts';

/** A deal and its company each: together they fill the batches of a hundred that vendors take. */
const recordsPerBatch = 200;
/** What came during a batch brings a signal of its own; without it, it waits this long, so that batches fill. */
const newcomersWaitMs = 10_000;

/** Writes one batch of wanted values, newest per record and field, and settles each by itself; every attempt is in the ledger. */
export async function drainCrmValues(deps: CrmDeps, connectionId: string): Promise<Drained> {
  const [connection] = await Promise.all([connectionById(deps.db, connectionId), deps.clock.refresh()]);
  if (connection.status !== 'active') return { hasMore: false, wakeInMs: null };
  await findWantedUsers(deps, connectionId);
  await leaveStagesOfCancelled(deps.db, connectionId);
  await leaveCompaniesOfCancelled(deps, connectionId);
  const pending = await readPendingValues(deps.db, connectionId, recordsPerBatch);
  if (pending.length === 0) return { hasMore: false, wakeInMs: await nextValueInMs(deps.db, connectionId) };
  if (connection.mode === 'dry_run')
    return { hasMore: await rehearseValues(deps, connectionId, pending), wakeInMs: null };
  const records = groupByRecord(pending);
  await deps.db.transaction(async (tx) => {
    await lockValues(tx, connectionId, pending);
    await noteTried(tx, connectionId, pending);
  });
  const ended = await endedBefore(deps.db, [...new Set(pending.map(({ onboardingId }) => onboardingId))]);
  const writes = [...records.values()].map((values) => toWrite(values, ended));
  const results = await pauseWhenRevoked(deps, connectionId, () =>
    inItsTurn(pending, () => crmOf(deps, connectionId).writeFields(writes)),
  );
  if (!results) return { hasMore: false, wakeInMs: null };
  const stopped = await stopRefusedFields(deps, connectionId, results, pending);
  const { label: crm } = crmActor(deps, connectionId);
  const settled = results.flatMap((result) => {
    const values = records.get(recordKey(result)) ?? [];
    return values.map((value) =>
      settleValue(
        { connectionId, crm },
        value,
        about(value, values, result),
        stopped.get(`${value.objectType}.${value.field}`) ?? null,
      ),
    );
  });
  const now = deps.clock.now();
  await deps.db.transaction(async (tx) => {
    await lockValues(tx, connectionId, results);
    await settleValues(
      tx,
      connectionId,
      settled.map(({ outcome }) => outcome),
      now,
    );
    await writeLedger(
      tx,
      settled.map(({ entry }) => entry),
      now,
    );
    for (const detail of new Set(results.flatMap(whyForbidden)))
      await openAlert(tx, { kind: 'crm_forbidden', connectionId, detail, fields: [detail] }, now);
  });
  // only this tells of a deal that was deleted before anything stood in it
  await noteGone(deps, connection, results.flatMap(missingDeal));
  const wakeInMs = await nextValueInMs(deps.db, connectionId);
  const isDue = wakeInMs !== null && wakeInMs <= 1;
  const wasFull = records.size === recordsPerBatch;
  return { hasMore: isDue && wasFull, wakeInMs: isDue && !wasFull ? newcomersWaitMs : wakeInMs };
}

const inItsTurn = <T>(values: PendingValue[], write: () => Promise<T>): Promise<T> =>
  values.every(({ isBulk }) => isBulk) ? asBulk(write) : write();

/**
 * Where the CRM names a field that we did not write, a rule of its own say, no value is held up by another. A stage and
 * its pipeline are one: with the one refused, the other would move the deal to where nobody wanted it.
 */
const about = (value: PendingValue, values: PendingValue[], result: FieldWriteResult): FieldWriteResult => {
  if (result.result !== 'failed' || result.field === null) return result;
  const key = (field: string): string => `${value.objectType}.${field}`;
  if (isOfStage(key(value.field)) && isOfStage(key(result.field))) return { ...result, field: value.field };
  return values.some(({ field }) => field === result.field) ? result : { ...result, field: null };
};

const whyForbidden = (result: FieldWriteResult): string[] =>
  result.result === 'failed' && result.code === 'forbidden' ? [result.message] : [];

const missingDeal = (result: FieldWriteResult): string[] =>
  result.result === 'failed' && result.code === 'missing' && result.objectType === 'deal' ? [result.recordId] : [];

const recordKey = ({ objectType, recordId }: { objectType: string; recordId: string }): string =>
  `${objectType}:${recordId}`;

function groupByRecord(values: PendingValue[]): Map<string, PendingValue[]> {
  const records = new Map<string, PendingValue[]>();
  for (const value of values) records.set(recordKey(value), [...(records.get(recordKey(value)) ?? []), value]);
  return records;
}
