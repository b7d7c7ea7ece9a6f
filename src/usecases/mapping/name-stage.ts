import type { CrmStage } from '../../../integrations/ports.ts';
import { withoutMark } from '../../contracts/crm-value-label.ts';
import { crmStageField } from '../../domain/mapping/model.ts';
import type { CrmScalar } from '../../domain/model.ts';

/** Stages are held by id and wanted by label or id; pipelines likewise. */
export function nameStage<T extends CrmScalar | undefined>(
  stages: readonly CrmStage[],
  field: string,
  before: CrmScalar,
  wanted: T,
): { before: CrmScalar; after: T | string } {
  const text = withoutMark(field, wanted);
  const isStage = field === crmStageField;
  if (!isStage && text === wanted) return { before, after: wanted };
  const known = stages.find(({ stageId, pipelineId }) => (isStage ? stageId : pipelineId) === before);
  const label = known && (isStage ? known.label : known.pipelineLabel);
  const isThere = text === before || (label !== undefined && String(text).toLowerCase() === label.toLowerCase());
  return { before: label ?? before, after: isThere && label !== undefined ? label : text };
}
