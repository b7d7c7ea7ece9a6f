import type { FieldWrite, FieldWriteResult } from '../../../integrations/ports.ts';
import type { Drained } from '../../contracts/processes.ts';
import { connectionById } from '../../db/connections.ts';
import {
  nextValueInMs,
  type PendingValue,
  readPendingValues,
  settleValues,
  type ValueOutcome,
} from '../../db/crm-values.ts';
import { type LedgerEntry, writeLedger } from '../../db/ledger.ts';
import { type CrmDeps, crmOf } from './crm-deps.ts';
import { rehearseValues } from './rehearse-values.ts';
import { pauseWhenRevoked } from './revoked.ts';

/** A deal and its company each: together they fill the batches of a hundred that vendors take. */
const recordsPerBatch = 200;
/** What came during a batch brings a signal of its own; without it, it waits this long, so that batches fill. */
const newcomersWaitMs = 10_000;
const longestPauseSeconds = 600;

/** Writes one batch of wanted values, newest per record and field, and settles each by itself; every attempt is in the ledger. */
export async function drainCrmValues(deps: CrmDeps, connectionId: string): Promise<Drained> {
  const [connection] = await Promise.all([connectionById(deps.db, connectionId), deps.clock.refresh()]);
  if (connection.status !== 'active') return { hasMore: false, wakeInMs: null };
  const pending = await readPendingValues(deps.db, connectionId, recordsPerBatch);
  if (pending.length === 0) return { hasMore: false, wakeInMs: await nextValueInMs(deps.db, connectionId) };
  if (connection.mode === 'dry_run')
    return { hasMore: await rehearseValues(deps, connectionId, pending), wakeInMs: null };
  const records = groupByRecord(pending);
  const results = await pauseWhenRevoked(deps, connectionId, () =>
    crmOf(deps, connectionId).writeFields([...records.values()].map(toWrite)),
  );
  if (!results) return { hasMore: false, wakeInMs: null };
  const settled = results.flatMap((result) =>
    (records.get(recordKey(result)) ?? []).map((value) => settle(connectionId, value, result)),
  );
  await deps.db.transaction(async (tx) => {
    await settleValues(
      tx,
      connectionId,
      settled.map(({ outcome }) => outcome),
      deps.clock.now(),
    );
    await writeLedger(
      tx,
      settled.map(({ entry }) => entry),
      deps.clock.now(),
    );
  });
  const wakeInMs = await nextValueInMs(deps.db, connectionId);
  const isDue = wakeInMs !== null && wakeInMs <= 1;
  const wasFull = records.size === recordsPerBatch;
  return { hasMore: isDue && wasFull, wakeInMs: isDue && !wasFull ? newcomersWaitMs : wakeInMs };
}

const recordKey = ({ objectType, recordId }: { objectType: string; recordId: string }): string =>
  `${objectType}:${recordId}`;

function groupByRecord(values: PendingValue[]): Map<string, PendingValue[]> {
  const records = new Map<string, PendingValue[]>();
  for (const value of values) records.set(recordKey(value), [...(records.get(recordKey(value)) ?? []), value]);
  return records;
}

function toWrite(values: PendingValue[]): FieldWrite {
  const [first] = values;
  if (!first) throw new Error('A record without values was grouped');
  return {
    objectType: first.objectType,
    recordId: first.recordId,
    onboardingId: first.onboardingId,
    values: Object.fromEntries(values.map((value) => [value.field, value.value])),
  };
}

function settle(
  connectionId: string,
  value: PendingValue,
  result: FieldWriteResult,
): { outcome: ValueOutcome; entry: LedgerEntry } {
  const { objectType, recordId, field, version, onboardingId, why } = value;
  const attempt = value.attempts + 1;
  const base = {
    connectionId,
    onboardingId,
    direction: 'out' as const,
    objectType,
    recordId,
    field,
    after: value.value,
    why,
    actor: 'Gangway',
    attempt,
  };
  if (result.result === 'written') {
    const before = result.before[field] ?? null;
    return {
      outcome: { objectType, recordId, field, version, state: 'written', error: null, retryInSeconds: null },
      entry: { ...base, before, result: String(before ?? '') === String(value.value ?? '') ? 'unchanged' : 'written' },
    };
  }
  // a refusal that names a field stops that field alone; its neighbours are tried again without it
  const isOther = result.field !== null && result.field !== field;
  // a CRM that is away for long is no reason to give a value up
  const isFinal = !isOther && result.code !== 'retry';
  const error = isOther ? `Held up by ${result.field ?? 'another field'}: ${result.message}` : result.message;
  return {
    outcome: {
      objectType,
      recordId,
      field,
      version,
      state: isFinal ? 'failed' : 'pending',
      error,
      retryInSeconds: isFinal ? null : isOther ? 0 : Math.min(longestPauseSeconds, 2 ** attempt),
    },
    entry: { ...base, before: null, result: 'failed', error },
  };
}
