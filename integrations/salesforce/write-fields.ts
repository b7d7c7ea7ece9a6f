/**
 * Values into opportunities, accounts and the package's own record of the onboarding: read before, sent only where
 * different, 200 records a call.
 */
import { isAppError } from '../../src/errors.ts';
import type { Cached } from '../cached.ts';
import type { FieldWrite, FieldWriteResult } from '../ports.ts';
import { failed, writeInBatches } from '../write-batches.ts';
import { mostRecords, saveAll } from './collections.ts';
import type { Describe } from './describe.ts';
import { withFreshFields } from './describe.ts';
import { type PlannedWrite, planWrites, type SObject, sObjectOf } from './plan-writes.ts';
import { saveOnboardings } from './onboarding-records.ts';
import type { Stages } from './stages.ts';
import type { Transport } from './transport.ts';
import { refusalOf, written } from './write-results.ts';

export interface Writer {
  transport: Transport;
  describe: Describe;
  stages: Stages;
  currency: Cached<string | null>;
}

export const writeFields = (writer: Writer, writes: FieldWrite[]): Promise<FieldWriteResult[]> =>
  writeInBatches(writes, mostRecords, (batch) => writeBatch(writer, batch));

async function writeBatch(writer: Writer, writes: FieldWrite[]): Promise<FieldWriteResult[]> {
  const [first] = writes;
  if (!first) return [];
  const sObject = sObjectOf(first);
  const { planned, refused } = await withFreshFields(writer.describe, () => planWrites(writer, sObject, writes));
  const saved = await saveRecords(writer, sObject, planned);
  const done = planned.filter((_, index) => saved[index]?.result === 'written');
  const kept =
    sObject === 'Opportunity' ? await saveOnboardings(writer, done) : new Map<PlannedWrite, FieldWriteResult>();
  return [...refused, ...planned.flatMap((plan, index) => kept.get(plan) ?? saved[index] ?? [])];
}

/** What is already there is written without a call. */
async function saveRecords(writer: Writer, sObject: SObject, planned: PlannedWrite[]): Promise<FieldWriteResult[]> {
  const changed = planned.filter(({ changes }) => Object.keys(changes).length > 0);
  const settled = await sendChanges(writer, sObject, changed);
  return planned.map((plan) => settled.get(plan) ?? written(plan));
}

async function sendChanges(
  writer: Writer,
  sObject: SObject,
  planned: PlannedWrite[],
): Promise<Map<PlannedWrite, FieldWriteResult>> {
  try {
    const saved = await saveAll(writer.transport, {
      doing: `writing ${sObject}`,
      sObject,
      by: 'id',
      records: planned.map(({ id, changes }) => ({ id, ...changes })),
    });
    return new Map(
      planned.map((plan, index) => {
        const result = saved[index];
        return [plan, result && !result.ok ? refusalOf(plan, result.problem) : written(plan)];
      }),
    );
  } catch (error) {
    if (!isAppError(error)) throw error;
    // what needs no call is settled all the same
    if (error.code === 'crm_forbidden')
      return new Map(planned.map((plan) => [plan, failed(plan.write, 'forbidden', error.message)]));
    // it may have arrived: an attempt like any other
    if (error.code === 'crm_unavailable')
      return new Map(planned.map((plan) => [plan, failed(plan.write, 'retry', error.message)]));
    if (error.code !== 'crm_rejected') throw error;
    // a field that went since it was described refuses the whole collection
    writer.describe.forget();
    return separate(writer, sObject, planned, error.message);
  }
}

/** Halves until what is refused stands alone. */
async function separate(
  writer: Writer,
  sObject: SObject,
  planned: PlannedWrite[],
  reason: string,
): Promise<Map<PlannedWrite, FieldWriteResult>> {
  const [only] = planned;
  if (!only) return new Map();
  if (planned.length === 1)
    return new Map([[only, refusalOf(only, { errorCode: 'INVALID_FIELD', message: reason, fields: [] })]]);
  const middle = Math.ceil(planned.length / 2);
  const first = await sendChanges(writer, sObject, planned.slice(0, middle));
  try {
    return new Map([...first, ...(await sendChanges(writer, sObject, planned.slice(middle)))]);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return new Map([
      ...first,
      ...planned.slice(middle).map((plan) => [plan, failed(plan.write, 'retry', error.message)] as const),
    ]);
  }
}
