import { AppError } from '../../src/errors.ts';
import type { Describe } from './describe.ts';
import type { DescribedObject } from './schemas.ts';
import { pipelineId } from './stages.ts';

const anyPipeline = ['', 'default', pipelineId];

const recordTypes = async (describe: Describe): Promise<DescribedObject['recordTypeInfos']> =>
  ((await describe.object('Opportunity'))?.recordTypeInfos ?? []).filter(({ active, master }) => active && !master);

export const listRecordTypes = async (describe: Describe): Promise<{ id: string; label: string }[]> =>
  (await recordTypes(describe)).map(({ recordTypeId: id, name: label }) => ({ id, label }));

/** What HubSpot calls a pipeline is a record type here, by name, API name or id; null: whatever our user gets by itself. */
export async function findRecordType(describe: Describe, pipeline: string): Promise<string | null> {
  const wanted = pipeline.trim().toLowerCase();
  if (anyPipeline.includes(wanted)) return null;
  const found = (await recordTypes(describe)).find(
    ({ name, developerName, recordTypeId }) =>
      name.toLowerCase() === wanted || developerName?.toLowerCase() === wanted || recordTypeId === pipeline,
  );
  if (found) return found.recordTypeId;
  throw new AppError('crm_rejected', {
    message: `Salesforce has no record type “${pipeline}” of opportunities; “${pipelineId}” takes the usual one`,
    details: { field: 'pipeline' },
  });
}
