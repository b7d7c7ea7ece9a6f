/** What one mapping has that another has not, in words. */
import type { Mapping, MappingEntry } from '../../api/types.ts';
import { plural } from '../../ui/words.ts';
import { directionWord, momentWords, oursLabel, placeOf, transformWords, winnerWord } from './mapping-words.ts';

export interface DiffLine {
  kind: 'comes' | 'goes' | 'changes';
  what: string;
  /** from what to what */
  how: string[];
}

const arrow = { to_crm: '→', from_crm: '←', both: '↔' } as const;
const nameOf = (entry: MappingEntry): string => `${oursLabel(entry.ours)} ${arrow[entry.direction]} ${placeOf(entry)}`;
const identity = ({ ours, object, field }: MappingEntry): string => `${ours} ${object}.${field}`;

const changed = (what: string, before: string, after: string): string[] =>
  before === after ? [] : [`${what}: ${before} → ${after}`];
const onTheWay = ({ transform }: MappingEntry): string => transformWords(transform) ?? 'as it is';

const entryChanges = (before: MappingEntry, after: MappingEntry): string[] => {
  const said = [
    ...changed('Direction', directionWord[before.direction], directionWord[after.direction]),
    ...changed('On the way', onTheWay(before), onTheWay(after)),
    ...changed('If it is empty', before.default ?? 'stays empty', after.default ?? 'stays empty'),
    ...changed('Who wins', winnerWord[before.whoWins], winnerWord[after.whoWins]),
  ];
  const isSame = JSON.stringify(before.transform) === JSON.stringify(after.transform);
  return said.length === 0 && !isSame ? ['On the way: other values'] : said;
};

const entryLines = (before: readonly MappingEntry[], after: readonly MappingEntry[]): DiffLine[] => {
  const old = new Map(before.map((entry) => [identity(entry), entry]));
  const now = new Map(after.map((entry) => [identity(entry), entry]));
  return [
    ...after.flatMap((entry): DiffLine[] => {
      const was = old.get(identity(entry));
      if (!was) return [{ kind: 'comes', what: nameOf(entry), how: [] }];
      const how = entryChanges(was, entry);
      return how.length === 0 ? [] : [{ kind: 'changes', what: nameOf(entry), how }];
    }),
    ...before
      .filter((entry) => !now.has(identity(entry)))
      .map((entry): DiffLine => ({ kind: 'goes', what: nameOf(entry), how: [] })),
  ];
};

const partLine = <T>(what: string, before: T | null, after: T | null, words: (part: T) => string[]): DiffLine[] => {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (before === null) return [{ kind: 'comes', what, how: after === null ? [] : words(after) }];
  if (after === null) return [{ kind: 'goes', what, how: [] }];
  const known = words(before);
  const how = words(after).filter((line) => !known.includes(line));
  return [{ kind: 'changes', what, how }];
};

const stageWords = ({ field, pipeline, rules, whoWins }: NonNullable<Mapping['stages']>): string[] => [
  `Field: deal.${field}`,
  `Pipeline: ${pipeline ?? 'the one the deal is in'}`,
  plural(rules.length, 'moment'),
  ...rules.map(({ on, stage }, at) => `${at + 1}. ${momentWords(on)}: ${stage}`),
  `Who wins: ${winnerWord[whoWins]}`,
];
const renewalWords = (rule: NonNullable<Mapping['renewal']>): string[] => [
  `Term: ${plural(rule.termMonths, 'month')} from ${rule.basis === 'go_live' ? 'go-live' : 'the start of the contract'}`,
  rule.createDeal ? `Deal: ${rule.pipeline}, ${rule.stage}` : 'No deal is created',
  `Owner: ${{ csm: 'the CSM', deal_owner: 'the deal’s owner', none: 'nobody' }[rule.owner ?? 'csm']}`,
  `Amount: ${rule.amount === 'none' ? 'none' : `the deal’s, ${rule.upliftPercent ?? 0} % on top`}`,
];

export const mappingDiff = (before: Mapping, after: Mapping): DiffLine[] => [
  ...entryLines(before.entries, after.entries),
  ...partLine('Stages', before.stages, after.stages, stageWords),
  ...partLine('Renewal', before.renewal, after.renewal, renewalWords),
];
