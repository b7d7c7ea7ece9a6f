/** A deal as the sandbox page shows it. */
import type { z } from 'zod';
import type {
  sandboxDealSchema,
  sandboxDealSummarySchema,
  sandboxOverviewSchema,
} from '../../../src/contracts/sandbox/hubspot.ts';
import { isWonStage, stageOf } from './deal-stage.ts';
import { describeTypes, linksOf } from './links.ts';
import type { ObjectType, PortalState, StoredRecord } from './state.ts';

export function summarize(state: PortalState, deal: StoredRecord): z.infer<typeof sandboxDealSummarySchema> {
  const { properties: of } = deal;
  const stage = stageOf(state, of);
  const [company] = linked(state, deal, 'companies');
  const owner = state.owners.find((one) => one.id === of['hubspot_owner_id']);
  return {
    id: deal.id,
    name: of['dealname'] ?? '',
    companyName: company?.record.properties['name'] ?? null,
    amount: of['amount'] || null,
    currency: of['deal_currency_code'] || null,
    pipelineId: of['pipeline'] ?? '',
    stageId: of['dealstage'] ?? '',
    stageLabel: stage?.label ?? '',
    isWon: isWonStage(stage),
    isClosed: stage?.isClosed ?? false,
    ownerName: owner ? `${owner.firstName} ${owner.lastName}` : null,
    contacts: linksOf(state, 'deals', deal.id, 'contacts').length,
    archived: deal.archived,
    onboardingStage: of['gangway_stage'] || null,
    updatedAt: new Date(deal.updatedAt).toISOString(),
  };
}

export function describeDeal(state: PortalState, deal: StoredRecord): z.infer<typeof sandboxDealSchema> {
  const records = (type: ObjectType) => linked(state, deal, type).map(({ record }) => view(record));
  const [company] = records('companies');
  const { contacts: _count, ...summary } = summarize(state, deal);
  return {
    ...summary,
    properties: deal.properties,
    company: company ?? null,
    contacts: linked(state, deal, 'contacts').map(({ record, labels }) => ({ ...view(record), labels })),
    lineItems: records('line_items'),
    notes: records('notes'),
    tasks: records('tasks'),
    mergedIds: deal.properties['hs_merged_object_ids']?.split(';') ?? [],
  };
}

export const overview = (state: PortalState): z.infer<typeof sandboxOverviewSchema> => ({
  portalId: state.portalId,
  timezone: state.timezone,
  stages: state.pipelines.flatMap((pipeline) =>
    pipeline.stages.map((stage) => ({
      pipelineId: pipeline.id,
      pipelineLabel: pipeline.label,
      stageId: stage.id,
      label: stage.label,
      isWon: isWonStage(stage),
      isClosed: stage.isClosed,
    })),
  ),
  owners: state.owners.map(({ id, email, firstName, lastName, archived }) => ({
    id,
    email,
    name: `${firstName} ${lastName}`,
    isActive: !archived,
  })),
  dealProperties: state.properties.deals.map(({ name, label, type, groupName, readOnly, options }) => ({
    name,
    label,
    type,
    groupName,
    readOnly,
    options: options.map((option) => ({ value: option.value, label: option.label })),
  })),
});

const view = ({ id, properties, createdAt, updatedAt }: StoredRecord) => ({
  id,
  properties,
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
});

function linked(
  state: PortalState,
  deal: StoredRecord,
  type: ObjectType,
): { record: StoredRecord; labels: string[] }[] {
  return linksOf(state, 'deals', deal.id, type).flatMap(({ toId, typeIds }) => {
    const record = state.records[type][toId];
    const labels = describeTypes(state, 'deals', type, typeIds).flatMap(({ label }) => (label ? [label] : []));
    return record && !record.archived ? [{ record, labels }] : [];
  });
}
