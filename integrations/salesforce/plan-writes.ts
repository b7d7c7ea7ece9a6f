/** What of the wanted values is to be sent: translated, checked against the organisation's fields, compared with what stands there. */
import type { CrmScalar } from '../../src/domain/model.ts';
import { isAppError } from '../../src/errors.ts';
import type { FieldWrite, FieldWriteResult } from '../ports.ts';
import { toApiName } from './field-names.ts';
import { toLongId } from './record-id.ts';
import { readRecords } from './records.ts';
import type { DescribedField } from './schemas.ts';
import { idAt, isSameValue, textAt, toSalesforce } from './values.ts';
import type { Writer } from './write-fields.ts';
import { failed, gone } from './write-results.ts';

export interface PlannedWrite {
  write: FieldWrite;
  /** the record's own id, also where another was merged into it */
  id: string;
  accountId: string | null;
  /** by Salesforce's names */
  wanted: Record<string, CrmScalar>;
  changes: Record<string, CrmScalar>;
  /** by ours */
  before: Record<string, CrmScalar>;
}

export type SObject = 'Opportunity' | 'Account';
export const sObjectOf = ({ objectType }: Pick<FieldWrite, 'objectType'>): SObject =>
  objectType === 'deal' ? 'Opportunity' : 'Account';

const stagePrefix = 'stage:';

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
    const result = await translate(writer, fields, write);
    if ('wanted' in result) translated.push({ write, wanted: result.wanted });
    else refused.push(result);
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
    const names = Object.keys(write.values);
    planned.push({
      write,
      id: idAt(row),
      accountId: textAt(row, 'AccountId'),
      wanted,
      changes: Object.fromEntries(
        Object.entries(wanted).filter(([name, value]) => !isSameValue(textAt(row, name), value)),
      ),
      before: Object.fromEntries(names.map((name) => [name, textAt(row, toApiName(name))])),
    });
  }
  return { planned: planned.sort(byLock), refused };
}

const byLock = (one: PlannedWrite, other: PlannedWrite): number =>
  compare(one.accountId ?? '', other.accountId ?? '') || compare(one.id, other.id);
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

async function translate(
  { stages }: Writer,
  fields: Map<string, DescribedField>,
  write: FieldWrite,
): Promise<{ wanted: Record<string, CrmScalar> } | FieldWriteResult> {
  const wanted: Record<string, CrmScalar> = {};
  for (const [name, value] of Object.entries(write.values)) {
    const apiName = toApiName(name);
    const field = fields.get(apiName);
    if (!field) return failed(write, 'rejected', absent(write, name, apiName), name);
    if (!field.updateable)
      return failed(write, 'rejected', `Our user may not write “${apiName}” in Salesforce, or nobody may`, name);
    if (apiName !== 'StageName' || typeof value !== 'string' || !value.startsWith(stagePrefix)) {
      wanted[apiName] = toSalesforce(value, field);
      continue;
    }
    try {
      wanted[apiName] = (await stages.resolve(value.slice(stagePrefix.length))).stageId;
    } catch (error) {
      if (!isAppError(error) || error.code !== 'crm_rejected') throw error;
      return failed(write, 'rejected', error.message, name);
    }
  }
  return { wanted };
}

const absent = ({ objectType }: FieldWrite, name: string, apiName: string): string =>
  `Salesforce has no field “${apiName}” of a${objectType === 'deal' ? 'n opportunity' : 'n account'} that our user may see` +
  (name.startsWith('gangway_') ? '; Gangway’s package brings it' : '');
