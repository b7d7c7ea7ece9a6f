/** A playbook's `crm:` block and the connection's mapping as one: what the playbook says goes before. */
import type { CrmMapping, Playbook } from '../playbook.ts';
import {
  crmStageField,
  emptyMapping,
  type Mapping,
  type MappingEntry,
  reads,
  type StageSync,
  writes,
} from './model.ts';

const plain = (ours: string, { object, field }: { object: 'deal' | 'company'; field: string }): MappingEntry => ({
  ours,
  object,
  field,
  direction: 'to_crm',
  transform: { kind: 'none' },
  default: null,
  whoWins: 'ours',
});

const plainStages = (stages: CrmMapping['stages']): StageSync | null => {
  const rules = Object.entries(stages).map(([status, stage]) => ({ on: `status.${status}`, stage }));
  return rules.length === 0 ? null : { field: crmStageField, pipeline: null, rules, whoWins: 'ours' };
};

/** A playbook's block in the words of a mapping; the short forms are what versions stored before there were mappings have. */
export const mappingOfPlaybook = ({ fields, entries = [], stages, stageSync, renewal }: CrmMapping): Mapping => ({
  entries: [...Object.entries(fields).map(([ours, place]) => plain(ours, place)), ...entries],
  stages: stageSync ?? plainStages(stages),
  renewal,
});

const replaces = (first: MappingEntry, other: MappingEntry): boolean =>
  (first.object === other.object && first.field === other.field && (writes(first) || writes(other))) ||
  (reads(first) && reads(other) && first.ours === other.ours);

/**
 * Entries of the connection stay unless the playbook has one for the same field, or one that feeds the same value of
 * ours. Stages and the renewal are taken whole: the playbook's where it has them, else the connection's.
 */
export const combineMappings = (connection: Mapping | null, playbook: Mapping | null): Mapping => {
  const { entries, stages, renewal } = playbook ?? emptyMapping;
  const below = connection ?? emptyMapping;
  return {
    entries: [...entries, ...below.entries.filter((entry) => !entries.some((first) => replaces(first, entry)))],
    stages: stages ?? below.stages,
    renewal: renewal ?? below.renewal,
  };
};

/** A playbook as it is used for the onboardings of a connection. */
export const withMapping = (playbook: Playbook, mapping: Mapping | null): Playbook =>
  mapping === null ? playbook : { ...playbook, mapping: combineMappings(mapping, mappingOfPlaybook(playbook.crm)) };

/** What holds for an onboarding of this playbook: combined with the connection's mapping, or the playbook's alone. */
export const playbookMapping = ({ crm, mapping }: Pick<Playbook, 'crm' | 'mapping'>): Mapping =>
  mapping ?? mappingOfPlaybook(crm);
