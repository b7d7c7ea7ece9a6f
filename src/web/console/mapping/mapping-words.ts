import { type MappingIssue, ourValue } from '../../../contracts/mapping-rules.ts';
import type { MappingChoices, MappingEntry, MappingPreview } from '../../api/types.ts';
import type { Meaning } from '../../ui/tone.ts';
import { capital, onboardingMeaning, plainWords, plural } from '../../ui/words.ts';

export type Direction = MappingEntry['direction'];
export type Winner = MappingEntry['whoWins'];
export type Transform = MappingEntry['transform'];
export type CrmObject = MappingEntry['object'];
export type CrmField = MappingChoices['fields'][CrmObject][number];

export const directionWord: Record<Direction, string> = {
  to_crm: 'To the CRM',
  from_crm: 'From the CRM',
  both: 'Both ways',
};
export const objectWord: Record<CrmObject, string> = { deal: 'Deal', company: 'Company' };
export const fieldTypeWord: Record<CrmField['type'], string> = {
  text: 'Text',
  long_text: 'Long text',
  number: 'Number',
  date: 'Date',
  datetime: 'Date and time',
  boolean: 'Yes or no',
  enumeration: 'List',
  url: 'Link',
  user: 'User',
  other: 'Of another kind',
};
export const winnerWord: Record<Winner, string> = { ours: 'Ours', crm: 'The CRM’s', nobody: 'A person decides' };
export const winnerChoices: readonly { key: Winner; label: string; detail: string }[] = [
  {
    key: 'ours',
    label: winnerWord.ours,
    detail: 'Written again over what somebody changed; theirs stays in the ledger',
  },
  { key: 'crm', label: winnerWord.crm, detail: 'What somebody changed stays until ours changes again' },
  { key: 'nobody', label: winnerWord.nobody, detail: 'Nothing is written until somebody tries it again in the ledger' },
];
export const transformWord: Record<Transform['kind'], string> = {
  none: 'As it is',
  values: 'Translate values',
  template: 'Put words around it',
  shift_days: 'Shift by days',
  scale: 'Multiply',
  major_units: 'Cents to whole units',
};

export const oursLabel = (ours: string): string => ourValue(ours)?.label ?? ours;
export const placeOf = ({ object, field }: Pick<MappingEntry, 'object' | 'field'>): string => `${object}.${field}`;

/** Null: nothing happens to the value on its way. */
export function transformWords(transform: Transform): string | null {
  switch (transform.kind) {
    case 'none':
      return null;
    case 'values':
      return `${plural(Object.keys(transform.values).length, 'value')} translated`;
    case 'template':
      return `“${transform.before}…${transform.after}”`;
    case 'shift_days':
      return `${transform.days < 0 ? '−' : '+'}${plural(Math.abs(transform.days), 'day')}`;
    case 'scale':
      return `× ${transform.by}, ${plural(transform.decimals, 'decimal')}`;
    case 'major_units':
      return transformWord.major_units;
  }
}

/** Beside its entry, a problem need not say again which one it is about. */
export const problemWords = ({ problem }: Pick<MappingIssue, 'problem'>): string =>
  capital(problem.replace(/^(?:.*? ↔ \S+|(?:status|phase|milestone)\.\S+|renewals): /, ''));

/** `status.on_hold` → `On hold`, `phase.kickoff` → `Phase kickoff`. */
export function momentWords(on: string): string {
  const [kind = '', key = ''] = on.split('.');
  const status = Object.entries(onboardingMeaning).find(([name]) => name === key)?.[1];
  if (kind === 'status' && status) return status.word;
  return `${capital(kind)} ${plainWords(key.replaceAll('-', ' ')).toLowerCase()}`;
}

export const fieldOf = (
  choices: MappingChoices | null,
  { object, field }: Pick<MappingEntry, 'object' | 'field'>,
): CrmField | undefined => choices?.fields[object].find(({ name }) => name === field);

export const outcomeMeaning: Record<MappingPreview['writes'][number]['outcome'], Meaning> = {
  write: { word: 'Would be written', tone: 'accent', icon: 'arrow' },
  same: { word: 'Stands there already', tone: 'neutral', icon: 'check' },
  conflict_ours: { word: 'Changed there by somebody: ours wins', tone: 'attention', icon: 'alert' },
  conflict_crm: { word: 'Changed there by somebody: theirs stays', tone: 'attention', icon: 'alert' },
  conflict_nobody: { word: 'Changed there by somebody: a person decides', tone: 'attention', icon: 'alert' },
  no_field: { word: 'No such field', tone: 'late', icon: 'alert' },
};

export const ownStage = 'dealstage';
/** only where the CRM has pipelines */
export const ownPipeline = 'pipeline';
