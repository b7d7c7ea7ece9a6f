/** The `crm:` block as the rules use it: short forms stay short, so that versions stored before mappings look the same. */
import { mappingOfPlaybook } from '../../domain/mapping/combine.ts';
import {
  crmStageField,
  type Mapping,
  type MappingEntry,
  type RenewalRule,
  type StageSync,
  type Transform,
} from '../../domain/mapping/model.ts';
import type { CrmMapping } from '../../domain/playbook.ts';
import type { CrmBlock, WrittenWay } from './crm-block.ts';
import { defaults } from './defaults.ts';

const transformOf = (as: WrittenWay['as']): Transform => {
  if (as === undefined) return { kind: 'none' };
  if (as === 'major-units') return { kind: 'major_units' };
  if ('shift' in as) return { kind: 'shift_days', days: as.shift };
  if ('values' in as) return { kind: 'values', values: as.values, otherwise: as.otherwise ?? null };
  if ('times' in as) return { kind: 'scale', by: as.times, decimals: as.decimals ?? 0 };
  return { kind: 'template', before: as.before ?? '', after: as.after ?? '' };
};

const entryOf = (ours: string, { to, from, both, as, default: fallback, wins }: WrittenWay): MappingEntry => {
  const place = to ?? from ?? both ?? { object: 'deal' as const, field: '' };
  return {
    ours,
    ...place,
    direction: to ? 'to_crm' : from ? 'from_crm' : 'both',
    transform: transformOf(as),
    default: fallback ?? null,
    whoWins: wins ?? (from ? 'crm' : 'ours'),
  };
};

const isShort = ({ to, ...rest }: WrittenWay): boolean =>
  to !== undefined && Object.values(rest).every((value) => value === undefined);

const stageSyncOf = ({ field, pipeline, wins, when }: NonNullable<CrmBlock['stages']>): StageSync => ({
  field: field?.slice('deal.'.length) ?? crmStageField,
  pipeline: pipeline ?? null,
  rules: Object.entries(when).map(([on, stage]) => ({ on: on.includes('.') ? on : `status.${on}`, stage })),
  whoWins: wins ?? 'ours',
});

const shortStatuses = ['draft', 'active', 'on_hold', 'live', 'transitioned'] as const;
const isShortStatus = (on: string): on is (typeof shortStatuses)[number] =>
  shortStatuses.some((status) => status === on);

/** Null: it needs more words. */
const shortStages = ({ when, ...rest }: NonNullable<CrmBlock['stages']>): CrmMapping['stages'] | null => {
  const stages: CrmMapping['stages'] = {};
  if (Object.values(rest).some((value) => value !== undefined)) return null;
  for (const [on, stage] of Object.entries(when)) {
    if (!isShortStatus(on)) return null;
    stages[on] = stage;
  }
  return stages;
};

const renewalOf = ({ term, basis, createDeal, uplift, ...rest }: NonNullable<CrmBlock['renewal']>): RenewalRule => ({
  ...rest,
  termMonths: term ?? defaults.termMonths,
  basis: basis ?? 'contract_start',
  createDeal: createDeal ?? true,
  ...(uplift !== undefined && { upliftPercent: uplift }),
});

export const compileCrm = (block: CrmBlock | undefined): CrmMapping => {
  const fields: CrmMapping['fields'] = {};
  const entries: MappingEntry[] = [];
  for (const [ours, ways] of Object.entries(block?.fields ?? {})) {
    const [only] = ways;
    if (only?.to && ways.length === 1 && isShort(only)) fields[ours] = only.to;
    else entries.push(...ways.map((way) => entryOf(ours, way)));
  }
  const stages = block?.stages ? shortStages(block.stages) : {};
  return {
    stages: stages ?? {},
    renewal: block?.renewal ? renewalOf(block.renewal) : null,
    fields,
    ...(entries.length > 0 && { entries }),
    ...(block?.stages && stages === null && { stageSync: stageSyncOf(block.stages) }),
  };
};

export const mappingOfBlock = (block: CrmBlock): Mapping => mappingOfPlaybook(compileCrm(block));
