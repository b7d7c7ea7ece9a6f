/** What of the wanted values is to be sent: translated, checked against the organisation's fields, compared with what stands there. */
import type { CrmScalar } from '../../src/domain/model.ts';
import type { FieldWrite, FieldWriteResult } from '../ports.ts';
import { failed } from '../write-batches.ts';
import { toApiName } from './field-names.ts';
import { toLongId } from './record-id.ts';
import { readRecords } from './records.ts';
import { changedBy } from './snapshot.ts';
import type { DescribedField } from './schemas.ts';
import type { Row } from './soql.ts';
import { translate, translateAll } from './translate-values.ts';
import { idAt, isSameValue, isTrueAt, textAt } from './values.ts';
import type { Writer } from './write-fields.ts';
import { gone } from './write-results.ts';

export interface PlannedWrite {
  write: FieldWrite;
  /** the record's own id, also where another was merged into it */
  id: string;
  accountId: string | null;
  /** by Salesforce's names; without what is kept as others changed it, or left */
  wanted: Record<string, CrmScalar>;
  changes: Record<string, CrmScalar>;
  /** by ours, like the next */
  before: Record<string, CrmScalar>;
  changedByOthers: string[];
  /** who changed the record last, by name; null: not known, or we did */
  changedBy: string | null;
  /** by ours, as the opportunity is not won */
  left: string[];
}

export type SObject = 'Opportunity' | 'Account';
export const sObjectOf = ({ objectType }: Pick<FieldWrite, 'objectType'>): SObject =>
  objectType === 'deal' ? 'Opportunity' : 'Account';

/** In the order in which Salesforce locks: an opportunity's account first. */
export async function planWrites(
  writer: Writer,
  sObject: SObject,
  writes: FieldWrite[],
): Promise<{ planned: PlannedWrite[]; refused: FieldWriteResult[] }> {
  const { fields, translated, refused } = await translateWrites(writer, sObject, writes);
  const columns = new Set(translated.flatMap(({ wanted }) => Object.keys(wanted)));
  const present = await readRecords(
    writer.transport,
    sObject,
    translated.map(({ write }) => write.recordId),
    [
      ...(sObject === 'Opportunity' ? ['AccountId', 'IsWon'] : []),
      'LastModifiedById',
      'LastModifiedBy.Name',
      ...columns,
    ],
  );
  const { userId } = await writer.transport.session();
  const planned: PlannedWrite[] = [];
  for (const { write, wanted } of translated) {
    const row = present.get(toLongId(write.recordId) ?? '');
    if (!row) {
      refused.push(gone(write));
      continue;
    }
    const differing = Object.keys(wanted).filter((name) => !isSameValue(textAt(row, name), wanted[name] ?? null));
    const changedByOthers = await notAsExpected(writer, fields, write, row, differing);
    const kept = changedByOthers.filter((name) => write.expected?.[name]?.ifChanged === 'keep').map(toApiName);
    const left = isTrueAt(row, 'IsWon') ? [] : (write.onlyWhereWon ?? []).filter((name) => name in write.values);
    const stays = [...kept, ...left.map(toApiName)];
    const withoutKept = Object.entries(wanted).filter(([name]) => !stays.includes(name));
    planned.push({
      write,
      id: idAt(row),
      accountId: textAt(row, 'AccountId'),
      wanted: Object.fromEntries(withoutKept),
      changes: Object.fromEntries(withoutKept.filter(([name]) => differing.includes(name))),
      before: Object.fromEntries(Object.keys(write.values).map((name) => [name, textAt(row, toApiName(name))])),
      changedByOthers,
      changedBy: changedBy(row, userId),
      left,
    });
  }
  return { planned: planned.sort(byLock), refused };
}

interface Translation {
  fields: Map<string, DescribedField>;
  translated: { write: FieldWrite; wanted: Record<string, CrmScalar> }[];
  refused: FieldWriteResult[];
}

/** Another process may have seen a field come back since this one read what there is: nothing is refused by an old description. */
async function translateWrites(writer: Writer, sObject: SObject, writes: FieldWrite[]): Promise<Translation> {
  const known = await translateAsDescribed(writer, sObject, writes);
  if (known.refused.length === 0) return known;
  writer.describe.forget(sObject);
  return translateAsDescribed(writer, sObject, writes);
}

async function translateAsDescribed(writer: Writer, sObject: SObject, writes: FieldWrite[]): Promise<Translation> {
  const translation: Translation = { fields: await writer.describe.fieldsOf(sObject), translated: [], refused: [] };
  for (const write of writes) {
    const result = await translateAll(writer, translation.fields, write.values);
    if ('wanted' in result) translation.translated.push({ write, wanted: result.wanted });
    else translation.refused.push(failed(write, 'rejected', result.message, result.field));
  }
  return translation;
}

const byLock = (one: PlannedWrite, other: PlannedWrite): number =>
  compare(one.accountId ?? '', other.accountId ?? '') || compare(one.id, other.id);
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Of those that differ from what is wanted the ones that others set since, by our names. */
async function notAsExpected(
  writer: Writer,
  fields: Map<string, DescribedField>,
  { values, expected = {} }: FieldWrite,
  row: Row,
  differing: string[],
): Promise<string[]> {
  const changed: string[] = [];
  for (const name of Object.keys(values)) {
    const expectation = expected[name];
    if (!expectation || !differing.includes(toApiName(name))) continue;
    const translated = await Promise.all(expectation.anyOf.map((value) => translate(writer, fields, name, value)));
    // a stage that is gone since can't be what the record is in
    const isOurs = translated.some(
      (one) => one !== null && 'apiName' in one && isSameValue(textAt(row, one.apiName), one.value),
    );
    if (!isOurs) changed.push(name);
  }
  return changed;
}
