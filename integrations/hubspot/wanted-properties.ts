/** Our values as HubSpot's properties: stages and pipelines by their ids, and whether what stands there was expected. */
import type { CrmScalar } from '../../src/domain/model.ts';
import { isAppError } from '../../src/errors.ts';
import type { FieldWrite } from '../ports.ts';
import type { Stages } from './pipelines.ts';
import { isSameValue, toHubSpot } from './values.ts';

const stagePrefix = 'stage:';
const pipelinePrefix = 'pipeline:';

/** Of those that differ from what is wanted: fields that hold nothing of what we last saw or sent there. */
export async function notAsExpected(
  stages: Stages,
  { expected = {} }: FieldWrite,
  held: Record<string, string | null>,
  differing: [string, string][],
): Promise<string[]> {
  const changed: string[] = [];
  for (const [field] of differing) {
    if (!expected[field]) continue;
    const seen = await Promise.all(
      candidates(field, expected).map((values) => toProperties(stages, values, held['pipeline'] ?? '')),
    );
    // a stage that is gone by now is none that the deal can still be in
    const isOurs = seen.some((one) => 'properties' in one && isSameValue(held[field], one.properties[field] ?? ''));
    if (!isOurs) changed.push(field);
  }
  return changed;
}

/** A stage was expected in the pipeline that was expected with it. */
function candidates(field: string, expected: NonNullable<FieldWrite['expected']>): FieldWrite['values'][] {
  const values = expected[field]?.anyOf ?? [];
  if (field !== 'dealstage') return values.map((value) => ({ [field]: value }));
  const pipelines = expected['pipeline']?.anyOf ?? [null];
  return pipelines.flatMap((pipeline) => values.map((dealstage) => ({ pipeline, dealstage })));
}

export async function toProperties(
  stages: Stages,
  values: FieldWrite['values'],
  held: string,
): Promise<{ properties: Record<string, string> } | { field: string; message: string }> {
  const properties: Record<string, string> = {};
  const pipeline = textBehind(pipelinePrefix, values['pipeline']) ?? held;
  const stage = textBehind(stagePrefix, values['dealstage']);
  for (const [field, value] of Object.entries(values)) properties[field] = toHubSpot(value);
  try {
    if (stage !== null) properties['dealstage'] = (await stages.resolve(pipeline, stage)).stageId;
    if (textBehind(pipelinePrefix, values['pipeline']) !== null)
      properties['pipeline'] = await stages.pipelineId(pipeline);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'crm_rejected') throw error;
    return { field: stage === null ? 'pipeline' : 'dealstage', message: error.message };
  }
  return { properties };
}

const textBehind = (prefix: string, value: CrmScalar | undefined): string | null =>
  typeof value === 'string' && value.startsWith(prefix) ? value.slice(prefix.length) : null;
