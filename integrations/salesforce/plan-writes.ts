/** What of the wanted values is to be sent: translated, checked against the organisation's fields, compared with what stands there. */
import type { CrmScalar } from '../../src/domain/model.ts';
import type { FieldWrite, FieldWriteResult } from '../ports.ts';
import { toApiName } from './field-names.ts';
import { toLongId } from './record-id.ts';
import { readRecords } from './records.ts';
import type { DescribedField } from './schemas.ts';
import type { Row } from './soql.ts';
import { translate, translateAll } from './translate-values.ts';
import { idAt, isSameValue, textAt } from './values.ts';
import type { Writer } from './write-fields.ts';
import { failed, gone } from './write-results.ts';

export interface PlannedWrite {
  write: FieldWrite;
  /** the record's own id, also where another was merged into it */
  id: string;
  accountId: string | null;
  /** by Salesforce's names; without what is kept as others changed it */
  wanted: Record<string, CrmScalar>;
  changes: Record<string, CrmScalar>;
  /** by ours, like the next */
  before: Record<string, CrmScalar>;
  changedByOthers: string[];
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
  const fields = await writer.describe.fieldsOf(sObject);
  const refused: FieldWriteResult[] = [];
  const translated: { write: FieldWrite; wanted: Record<string, CrmScalar> }[] = [];
  for (const write of writes) {
    const result = await translateAll(writer, fields, write.values);
    if ('wanted' in result) translated.push({ write, wanted: result.wanted });
    else refused.push(failed(write, 'rejected', result.message, result.field));
  }
  const columns = new Set(translated.flatMap(({ wanted }) => Object.keys(wanted)));
  const present = await readRecords(
    writer.transport,
    sObject,
    translated.map(({ write }) => write.recordId),
    [...(sObject === 'Opportunity' ? ['AccountId'] : []), ...columns],
  );
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
    const withoutKept = Object.entries(wanted).filter(([name]) => !kept.includes(name));
    planned.push({
      write,
      id: idAt(row),
      accountId: textAt(row, 'AccountId'),
      wanted: Object.fromEntries(withoutKept),
      changes: Object.fromEntries(withoutKept.filter(([name]) => differing.includes(name))),
      before: Object.fromEntries(Object.keys(write.values).map((name) => [name, textAt(row, toApiName(name))])),
      changedByOthers,
    });
  }
  return { planned: planned.sort(byLock), refused };
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
    const translated = await translate(writer, fields, name, expectation.value);
    // a stage that is gone since can't be what the record is in
    const isKnown = translated !== null && 'apiName' in translated;
    if (!isKnown || !isSameValue(textAt(row, translated.apiName), translated.value)) changed.push(name);
  }
  return changed;
}
