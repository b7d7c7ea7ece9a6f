/** What the CRM's people call what mapping and playbooks speak of, for the ledger. */
import type { CrmPort } from '../../../integrations/ports.ts';
import type { Labels } from '../../db/field-labels.ts';
import type { CrmField } from '../../domain/crm-fields.ts';
import { crmPipelineField, crmStageField, type Mapping } from '../../domain/mapping/model.ts';
import { type Place, placeName } from '../../domain/mapping/told-by-crm.ts';

const byValue = (options: CrmField['options']): Record<string, string> =>
  Object.fromEntries(options.map(({ value, label }) => [value, label]));

export function labelsOf(places: readonly Place[], fieldAt: (place: Place) => CrmField | undefined): Labels {
  const known = places.flatMap((place) => {
    const field = fieldAt(place);
    return field ? [{ name: placeName(place), field }] : [];
  });
  return {
    fields: Object.fromEntries(known.flatMap(({ name, field }) => (field.label ? [[name, field.label]] : []))),
    values: Object.fromEntries(
      known.flatMap(({ name, field }) => (field.options.length > 0 ? [[name, byValue(field.options)]] : [])),
    ),
  };
}

/** The deals' own stages, where a mapping moves deals through them. */
export async function stageLabels(crm: CrmPort, mappings: readonly Mapping[]): Promise<Labels['values']> {
  if (!mappings.some(({ stages }) => stages?.field === crmStageField)) return {};
  const stages = await crm.listStages();
  return {
    [`deal.${crmStageField}`]: Object.fromEntries(stages.map(({ stageId, label }) => [stageId, label])),
    [`deal.${crmPipelineField}`]: Object.fromEntries(
      stages.map(({ pipelineId, pipelineLabel }) => [pipelineId, pipelineLabel]),
    ),
  };
}
