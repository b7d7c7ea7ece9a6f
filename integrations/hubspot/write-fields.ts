/** Values into deals and companies: read before, sent only where different, a hundred records a call. */
import { type AppError, isAppError } from '../../src/errors.ts';
import type { CrmScalar } from '../../src/domain/model.ts';
import type { FieldWrite, FieldWriteResult } from '../ports.ts';
import { failed, writeInBatches } from '../write-batches.ts';
import type { PropertyProblem } from './errors.ts';
import type { Owners } from './owners.ts';
import type { Stages } from './pipelines.ts';
import { batchLimit, byRequestedId, mergedIdsProperty, type ObjectType, readRecords } from './records.ts';
import { type BatchError, propertyProblemsSchema, recordsSchema } from './schemas.ts';
import type { Transport } from './transport.ts';
import { isSameValue } from './values.ts';
import { notAsExpected, toProperties } from './wanted-properties.ts';
import { withNames } from './who-was-before.ts';

interface Update {
  write: FieldWrite;
  id: string;
  properties: Record<string, string>;
  before: Record<string, CrmScalar>;
  /** not what was expected, or not ours to write */
  others: Others;
}
type Others = { changedByOthers: string[]; left: string[] };

const objectTypes = { deal: 'deals', company: 'companies' } as const satisfies Record<
  FieldWrite['objectType'],
  ObjectType
>;

interface Writer {
  transport: Transport;
  stages: Stages;
  owners: Owners;
}

export const writeFields = (writer: Writer, writes: FieldWrite[]): Promise<FieldWriteResult[]> =>
  writeInBatches(writes, batchLimit, (batch) => writeBatch(writer, batch));

async function writeBatch({ transport, stages, owners }: Writer, writes: FieldWrite[]): Promise<FieldWriteResult[]> {
  const [first] = writes;
  if (!first) return [];
  const objectType = objectTypes[first.objectType];
  const ids = writes.map((write) => write.recordId);
  const properties = [
    ...new Set([
      ...writes.flatMap((write) => Object.keys(write.values)),
      mergedIdsProperty,
      ...(objectType === 'deals' ? ['pipeline'] : []),
      ...(writes.some(({ onlyWhereWon }) => onlyWhereWon) ? ['dealstage', 'hs_is_closed_won'] : []),
    ]),
  ];
  const present = byRequestedId(ids, (await readRecords(transport, objectType, ids, properties)).values());

  const results: FieldWriteResult[] = [];
  const updates: Update[] = [];
  for (const write of writes) {
    const record = present.get(write.recordId);
    if (!record) {
      results.push(failed(write, 'missing', `HubSpot has no ${write.objectType} ${write.recordId} any more`));
      continue;
    }
    const left = await leftAlone(stages, write, record.properties);
    const values = Object.fromEntries(Object.entries(write.values).filter(([field]) => !left.includes(field)));
    const wanted = await toProperties(stages, values, record.properties['pipeline'] ?? '');
    if ('message' in wanted) {
      results.push(failed(write, 'rejected', wanted.message, wanted.field));
      continue;
    }
    const before = Object.fromEntries(
      Object.keys(write.values).map((field) => [field, record.properties[field] || null]),
    );
    const differing = Object.entries(wanted.properties).filter(
      ([field, value]) => !isSameValue(record.properties[field], value),
    );
    const changedByOthers = await notAsExpected(stages, write, record.properties, differing);
    const changed = Object.fromEntries(
      differing.filter(([field]) => !changedByOthers.includes(field) || write.expected?.[field]?.ifChanged !== 'keep'),
    );
    const others = { changedByOthers, left };
    if (Object.keys(changed).length === 0) results.push(written(write, before, others));
    else updates.push({ write, id: record.id, properties: changed, before, others });
  }
  results.push(...(await send(transport, objectType, updates)));
  return withNames({ transport, owners, objectType }, results, (id) => present.get(id)?.id ?? id);
}

async function leftAlone(
  stages: Stages,
  { onlyWhereWon = [], values }: FieldWrite,
  of: Record<string, string | null>,
): Promise<string[]> {
  const concerned = onlyWhereWon.filter((name) => name in values);
  if (concerned.length === 0) return [];
  const stage = await stages.find(of['pipeline'] ?? '', of['dealstage'] ?? '');
  return (stage?.isWon ?? of['hs_is_closed_won'] === 'true') ? [] : concerned;
}

/** An answer may be 207, or 200 all the same: only what stands among its results was saved. */
function notSaved(write: FieldWrite, id: string, errors: BatchError[]): FieldWriteResult {
  const error = errors.find(({ context }) => context?.['ids']?.includes(id));
  if (error?.category === 'OBJECT_NOT_FOUND')
    return failed(write, 'missing', `HubSpot has no ${write.objectType} ${id} any more`);
  const said = error?.message || 'it said nothing about this record';
  return failed(
    write,
    error?.category === 'VALIDATION_ERROR' ? 'rejected' : 'retry',
    `HubSpot did not save the ${write.objectType}: ${said}`,
  );
}

/** HubSpot refuses a batch as a whole for one wrong value: what the refusal names is set aside, the rest is tried again. */
async function send(transport: Transport, objectType: ObjectType, updates: Update[]): Promise<FieldWriteResult[]> {
  if (updates.length === 0) return [];
  // writes to two records that were merged meanwhile are writes to one, which HubSpot takes once in a batch
  const again = updates.filter(({ id }, index) => updates.findIndex((one) => one.id === id) < index);
  if (again.length > 0) {
    const sent = await send(
      transport,
      objectType,
      updates.filter((update) => !again.includes(update)),
    );
    return [...sent, ...(await sendRest(transport, objectType, again))];
  }
  try {
    const answer = await transport.call({
      doing: `writing ${objectType}`,
      answer: recordsSchema,
      send: (client) =>
        client.crm.objects.batchApi.update(objectType, {
          inputs: updates.map(({ id, properties }) => ({ id, properties })),
        }),
    });
    const saved = new Set(answer.results.map(({ id }) => id));
    return updates.map(({ id, write, before, others }) =>
      saved.has(id) ? written(write, before, others) : notSaved(write, id, answer.errors),
    );
  } catch (error) {
    if (!isAppError(error)) throw error;
    // what needs no call is settled all the same
    if (error.code === 'crm_forbidden') return updates.map(({ write }) => failed(write, 'forbidden', error.message));
    // it may have arrived: an attempt like any other
    if (error.code === 'crm_unavailable') return updates.map(({ write }) => failed(write, 'retry', error.message));
    if (error.code !== 'crm_rejected') throw error;
    return separate(transport, objectType, updates, error);
  }
}

async function separate(
  transport: Transport,
  objectType: ObjectType,
  updates: Update[],
  refusal: AppError,
): Promise<FieldWriteResult[]> {
  const problems = propertyProblemsSchema.parse(refusal.details['problems']);
  const absent = problems.find(
    (problem) => problem.code === 'PROPERTY_DOESNT_EXIST' || problem.code === 'READ_ONLY_VALUE',
  );
  const [only] = updates;
  if (absent) {
    // wrong for each record that has it, whatever its value
    const concerned = updates.filter(({ properties }) => absent.field in properties);
    const others = updates.filter((update) => !concerned.includes(update));
    if (concerned.length > 0)
      return [
        ...concerned.map(({ write }) => failed(write, 'rejected', reasonFor(absent, write), absent.field)),
        ...(await sendRest(transport, objectType, others)),
      ];
  }
  if (only && updates.length === 1) {
    const [problem] = problems;
    return [
      failed(
        only.write,
        'rejected',
        problem ? reasonFor(problem, only.write) : refusal.message,
        problem?.field ?? null,
      ),
    ];
  }
  const middle = Math.ceil(updates.length / 2);
  return [
    ...(await send(transport, objectType, updates.slice(0, middle))),
    ...(await sendRest(transport, objectType, updates.slice(middle))),
  ];
}

/** Part of the batch is settled already: a failure of the rest must not take that back. */
async function sendRest(transport: Transport, objectType: ObjectType, updates: Update[]): Promise<FieldWriteResult[]> {
  try {
    return await send(transport, objectType, updates);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return updates.map(({ write }) => failed(write, 'retry', error.message));
  }
}

const reasonFor = ({ code, field, message }: PropertyProblem, { objectType }: FieldWrite): string =>
  code === 'PROPERTY_DOESNT_EXIST'
    ? `HubSpot has no ${objectType} property “${field}”; “gangway crm setup hubspot” creates ours`
    : message || `HubSpot refuses the value of “${field}”`;

const written = (
  { objectType, recordId }: FieldWrite,
  before: Record<string, CrmScalar>,
  { changedByOthers, left }: Others,
): FieldWriteResult => ({
  objectType,
  recordId,
  result: 'written',
  before,
  ...(changedByOthers.length > 0 && { changedByOthers }),
  ...(left.length > 0 && { left }),
});
