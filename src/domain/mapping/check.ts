/** Whether a mapping can work with the fields and stages that a CRM has now. Every problem names its entry and the remedy. */
import type { CrmField } from '../crm-fields.ts';
import { checkEntry } from './check-entry.ts';
import { checkRenewal, checkStages } from './check-stages.ts';
import { type Mapping, type MappingEntry, reads, writes } from './model.ts';
import { readingsOf } from './reading.ts';

export interface MappingIssue {
  /** where in the mapping: `entries.2`, `stages`, `stages.rules.0`, `renewal` */
  at: string;
  /** the CRM field it is about, as `deal.name`; null: none */
  field: string | null;
  problem: string;
  remedy: string;
}

export interface StageFact {
  pipelineId: string;
  pipelineLabel: string;
  stageId: string;
  label: string;
  isWon: boolean;
}
/** What the CRM has, and which plans it will be used with. */
export interface MappingWorld {
  fields: Record<'deal' | 'company', readonly CrmField[]>;
  stages: readonly StageFact[];
  /** keys of all playbooks */
  known: { handoff: readonly string[]; phases: readonly string[]; milestones: readonly string[] };
}

const name = ({ object, field }: MappingEntry): string => `${object}.${field}`;

const duplicates = ({ entries, stages }: Mapping): MappingIssue[] => {
  const issues: MappingIssue[] = [];
  const unsaid = readingsOf({ entries }).filter((entry) => !entries.includes(entry));
  for (const [index, entry] of entries.entries()) {
    const earlier = entries.slice(0, index);
    const at = `entries.${index}`;
    const same = earlier.filter((other) => name(other) === name(entry));
    if (writes(entry) && same.some(writes))
      issues.push({
        at,
        field: name(entry),
        problem: `${name(entry)} is written by two entries`,
        remedy: 'Leave one of them, or choose another field for this one',
      });
    else if (same.some((other) => writes(entry) !== writes(other)))
      issues.push({
        at,
        field: name(entry),
        problem: `${name(entry)} is read by one entry and written by another: a value would go in a circle`,
        remedy: 'Make it one entry that goes both ways, or choose another field',
      });
    const read = writes(entry) ? unsaid.find((other) => name(other) === name(entry)) : undefined;
    if (read)
      issues.push({
        at,
        field: name(entry),
        problem: `${name(entry)} is read for ${read.ours} as long as nothing else is: a value would go in a circle`,
        remedy: `Choose another field, or read ${read.ours} from another one`,
      });
    if (reads(entry) && earlier.some((other) => reads(other) && other.ours === entry.ours))
      issues.push({
        at,
        field: name(entry),
        problem: `${entry.ours} is read from two fields`,
        remedy: 'Leave the one that sales keeps up to date',
      });
  }
  const taken = stages && entries.findIndex((entry) => writes(entry) && name(entry) === `deal.${stages.field}`);
  if (stages && taken !== null && taken >= 0)
    issues.push({
      at: `entries.${taken}`,
      field: `deal.${stages.field}`,
      problem: `deal.${stages.field} is written by the stages as well`,
      remedy: 'Leave the entry out, or let the stages use another field',
    });
  return issues;
};

/** Empty: it can be switched on. */
export const checkMapping = (mapping: Mapping, world: MappingWorld): MappingIssue[] => [
  ...mapping.entries.flatMap((entry, index) => checkEntry(entry, `entries.${index}`, world)),
  ...duplicates(mapping),
  ...(mapping.stages ? checkStages(mapping.stages, world) : []),
  ...(mapping.renewal ? checkRenewal(mapping.renewal, world) : []),
];
