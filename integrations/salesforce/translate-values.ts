/** Wanted values as Salesforce takes them; stages and pipelines are wanted by what people call them. */
import type { CrmScalar } from '../../src/domain/model.ts';
import { isAppError } from '../../src/errors.ts';
import { toApiName } from './field-names.ts';
import { findRecordType } from './record-types.ts';
import type { DescribedField } from './schemas.ts';
import { toSalesforce } from './values.ts';
import type { Writer } from './write-fields.ts';

export interface Refusal {
  message: string;
  field: string;
}
/** by Salesforce's name; null: there is nothing to be set for it */
type Translated = { apiName: string; value: CrmScalar } | null;

const stagePrefix = 'stage:';
const pipelinePrefix = 'pipeline:';

export async function translateAll(
  writer: Writer,
  fields: Map<string, DescribedField>,
  values: Record<string, CrmScalar>,
): Promise<{ wanted: Record<string, CrmScalar> } | Refusal> {
  const wanted: Record<string, CrmScalar> = {};
  for (const [name, value] of Object.entries(values)) {
    const translated = await translate(writer, fields, name, value);
    if (translated && 'message' in translated) return translated;
    if (translated) wanted[translated.apiName] = translated.value;
  }
  return { wanted };
}

export async function translate(
  writer: Writer,
  fields: Map<string, DescribedField>,
  name: string,
  value: CrmScalar,
): Promise<Translated | Refusal> {
  const apiName = toApiName(name);
  try {
    if (apiName === 'RecordTypeId' && typeof value === 'string' && value.startsWith(pipelinePrefix)) {
      const recordTypeId = await findRecordType(writer.describe, value.slice(pipelinePrefix.length));
      return recordTypeId === null ? null : { apiName, value: recordTypeId };
    }
    const field = fields.get(apiName);
    if (!field) return { field: name, message: absent(name, apiName) };
    if (!field.updateable)
      return { field: name, message: `Our user may not write “${apiName}” in Salesforce, or nobody may` };
    if (apiName === 'StageName' && typeof value === 'string' && value.startsWith(stagePrefix))
      return { apiName, value: (await writer.stages.resolve(value.slice(stagePrefix.length))).stageId };
    return { apiName, value: toSalesforce(value, field) };
  } catch (error) {
    if (!isAppError(error) || error.code !== 'crm_rejected') throw error;
    return { field: name, message: error.message };
  }
}

const absent = (name: string, apiName: string): string =>
  `Salesforce has no field “${apiName}” here that our user may see` +
  (name.startsWith('gangway_') ? '; Gangway’s package brings it' : '');
