import type { CrmField } from '../../../src/domain/crm-fields.ts';
import type { MappingWorld } from '../../../src/domain/mapping/check.ts';
import type { Mapping, MappingEntry } from '../../../src/domain/mapping/model.ts';

export const entry = (over: Partial<MappingEntry> = {}): MappingEntry => ({
  ours: 'health_status',
  object: 'deal',
  field: 'csm_health',
  direction: 'to_crm',
  transform: { kind: 'none' },
  default: null,
  whoWins: 'ours',
  ...over,
});
export const mapping = (over: Partial<Mapping> = {}): Mapping => ({
  entries: [],
  stages: null,
  renewal: null,
  ...over,
});

const field = (name: string, type: CrmField['type'], over: Partial<CrmField> = {}): CrmField => ({
  name,
  label: name,
  type,
  options: [],
  isWritable: true,
  isUnique: false,
  ...over,
});
const options = (...values: string[]) => values.map((value) => ({ value, label: value }));

export const world: MappingWorld = {
  fields: {
    deal: [
      field('pipeline', 'text'),
      field('dealstage', 'text'),
      field('amount', 'number'),
      field('StageName', 'enumeration', { options: options('Closed Won') }),
      field('contract_start_date', 'date'),
      field('csm_health', 'enumeration', { options: options('on_track', 'at_risk', 'blocked') }),
      field('traffic_light', 'enumeration', { options: options('Green', 'Amber', 'Red') }),
      field('note', 'text'),
      field('percent', 'number'),
      field('term', 'number'),
      field('start', 'date'),
      field('renews', 'date'),
      field('renewed_at', 'datetime'),
      field('goals', 'long_text'),
      field('won', 'boolean', { isWritable: false }),
      field('external_id', 'text', { isUnique: true }),
      field('seller', 'user'),
      field('account', 'other'),
      field('journey', 'enumeration', { options: options('kickoff', 'rollout', 'live') }),
    ],
    company: [field('renewal_on', 'date'), field('industry', 'text')],
  },
  stages: [
    { pipelineId: 'p1', pipelineLabel: 'Sales', stageId: 's1', label: 'Negotiation', isWon: false },
    { pipelineId: 'p1', pipelineLabel: 'Sales', stageId: 's2', label: 'Closed won', isWon: true },
    { pipelineId: 'p2', pipelineLabel: 'Renewals', stageId: 'r1', label: 'Upcoming', isWon: false },
    { pipelineId: 'p2', pipelineLabel: 'Renewals', stageId: 'r2', label: 'Renewed', isWon: true },
  ],
  known: { handoff: ['purchased_for'], phases: ['kickoff', 'rollout'], milestones: ['go-live'] },
};
