/** Everything of ours that a mapping may name, with its type: what an onboarding is worth telling, and what its plan is fed by. */
import { type CrmFieldType, crmFieldDefinitions } from '../crm-fields.ts';
import type { MappingDirection } from './model.ts';

export interface OurValue {
  name: string;
  label: string;
  /** `money` is in minor units, `person` one of our people */
  type: CrmFieldType | 'money' | 'person';
  options: { value: string; label: string }[];
  directions: readonly MappingDirection[];
}

const out: readonly MappingDirection[] = ['to_crm'];
const into: readonly MappingDirection[] = ['from_crm'];
const anyWay: readonly MappingDirection[] = ['to_crm', 'from_crm', 'both'];

const value = (name: string, label: string, type: OurValue['type'], directions = out): OurValue => ({
  name,
  label,
  type,
  options: [],
  directions,
});

const prefix = /^gangway_/;
/** What our own fields hold may stand in further ones. */
const written = new Map(
  crmFieldDefinitions
    .filter(({ name }) => name !== 'gangway_key')
    .map(({ name, label, type, options }): [string, OurValue] => {
      const ours = name.replace(prefix, '');
      return [ours, { name: ours, label, type, options: [...options], directions: out }];
    }),
);

const fixed: readonly OurValue[] = [
  ...written.values(),
  value('phase', 'Current phase', 'text'),
  value('contract_value', 'Amount of the deal', 'money'),
  value('csm', 'CSM', 'person', anyWay),
  value('term_months', 'Contract term (months)', 'number', into),
  value('contract_start', 'Start of the contract', 'date', into),
  value('wished_go_live', 'Wished go-live', 'date', into),
  value('segment', 'Segment', 'text', into),
  value('region', 'Region', 'text', into),
];

const key = '[a-z0-9][a-z0-9_-]*';
const handoff = new RegExp(`^handoff\\.(${key})$`);
const milestone = new RegExp(`^milestone\\.(${key})$`);

export const handoffKey = (ours: string): string | null => handoff.exec(ours)?.[1] ?? null;
export const milestoneKey = (ours: string): string | null => milestone.exec(ours)?.[1] ?? null;

/** Those with fixed names; `handoff.<key>` and `milestone.<key>` are there besides. */
export const catalogue = fixed;

/** Null: we have no such value. */
export const ourValue = (name: string): OurValue | null => {
  const known = fixed.find((candidate) => candidate.name === name);
  if (known) return known;
  if (handoffKey(name) !== null) return value(name, `Sales handoff: ${handoffKey(name)}`, 'text', anyWay);
  return milestoneKey(name) === null ? null : value(name, `Milestone: ${milestoneKey(name)}`, 'date');
};
