/** Mappings as YAML: the `crm:` block of a playbook, read with its lines and written as short as it can be. */
import { stringify } from 'yaml';
import {
  crmStageField,
  type Mapping,
  type MappingEntry,
  type StageSync,
  type Transform,
} from '../../domain/mapping/model.ts';
import { mappingOfBlock } from './compile-crm.ts';
import { mappingFile } from './crm-block.ts';
import { type PlaybookIssue, readYaml } from './source.ts';

export type ParsedMapping = { ok: true; mapping: Mapping; note: string } | { ok: false; issues: PlaybookIssue[] };

export const parseMapping = (yamlText: string, fileName: string): ParsedMapping => {
  const read = readYaml(yamlText, fileName, mappingFile);
  if (!read.ok) return read;
  const { crm, note } = read.source.content;
  return { ok: true, mapping: mappingOfBlock(crm), note: note ?? '' };
};

const writtenTransform = (transform: Transform): unknown => {
  switch (transform.kind) {
    case 'none':
      return undefined;
    case 'shift_days':
      return { shift: transform.days };
    case 'values':
      return {
        values: transform.values,
        ...(transform.otherwise !== null && { otherwise: transform.otherwise }),
      };
    case 'template':
      return { before: transform.before, after: transform.after };
    case 'scale':
      return { times: transform.by, decimals: transform.decimals };
    case 'major_units':
      return 'major-units';
  }
};

const writtenEntry = ({ object, field, direction, transform, default: fallback, whoWins }: MappingEntry): unknown => {
  const place = `${object}.${field}`;
  const as = writtenTransform(transform);
  const way = { to_crm: 'to', from_crm: 'from', both: 'both' }[direction];
  const rest = {
    ...(as !== undefined && { as }),
    ...(fallback !== null && { default: fallback }),
    ...(whoWins !== (direction === 'from_crm' ? 'crm' : 'ours') && { wins: whoWins }),
  };
  return direction === 'to_crm' && Object.keys(rest).length === 0 ? place : { [way]: place, ...rest };
};

const writtenFields = (entries: readonly MappingEntry[]): Record<string, unknown> => {
  const byName = new Map<string, unknown[]>();
  for (const entry of entries) byName.set(entry.ours, [...(byName.get(entry.ours) ?? []), writtenEntry(entry)]);
  return Object.fromEntries([...byName].map(([ours, ways]) => [ours, ways.length === 1 ? ways[0] : ways]));
};

const writtenStages = ({ field, pipeline, whoWins, rules }: StageSync): unknown => {
  const when = Object.fromEntries(rules.map(({ on, stage }) => [on.replace(/^status\./, ''), stage]));
  const rest = {
    ...(field !== crmStageField && { field: `deal.${field}` }),
    ...(pipeline !== null && { pipeline }),
    ...(whoWins !== 'ours' && { wins: whoWins }),
  };
  return Object.keys(rest).length === 0 ? when : { ...rest, when };
};

/** What `parseMapping` reads again as the same mapping; entries for one value of ours come to stand together. */
export const mappingYaml = ({ entries, stages, renewal }: Mapping, note: string): string =>
  stringify({
    ...(note && { note }),
    crm: {
      ...(entries.length > 0 && { fields: writtenFields(entries) }),
      ...(stages && { stages: writtenStages(stages) }),
      ...(renewal && {
        renewal: {
          pipeline: renewal.pipeline,
          stage: renewal.stage,
          term: renewal.termMonths,
          basis: renewal.basis,
          createDeal: renewal.createDeal,
          ...(renewal.owner && { owner: renewal.owner }),
          ...(renewal.amount && { amount: renewal.amount }),
          ...(renewal.upliftPercent !== undefined && { uplift: renewal.upliftPercent }),
        },
      }),
    },
  });
