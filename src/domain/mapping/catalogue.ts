/** Everything of ours that a mapping may name, with its type: what an onboarding is worth telling, and what its plan is fed by. */
import { crmFieldDefinitions } from '../crm-fields.ts';
import type { MappingDirection } from './model.ts';

export const ourTypes = ['text', 'long_text', 'number', 'date', 'enumeration', 'url', 'money', 'person'] as const;

export interface OurValue {
  name: string;
  label: string;
  /** one sentence for whoever maps it */
  explanation: string;
  /** `money` is in minor units, `person` one of our people */
  type: (typeof ourTypes)[number];
  options: { value: string; label: string }[];
  directions: readonly MappingDirection[];
}

const out: readonly MappingDirection[] = ['to_crm'];
const into: readonly MappingDirection[] = ['from_crm'];
const anyWay: readonly MappingDirection[] = ['to_crm', 'from_crm', 'both'];

const value = (
  name: string,
  label: string,
  type: OurValue['type'],
  explanation: string,
  directions = out,
): OurValue => ({
  name,
  label,
  explanation,
  type,
  options: [],
  directions,
});

const explanations: Readonly<Record<string, string>> = {
  stage: 'Where the onboarding stands, from sales handoff to customer success',
  progress: 'Tasks done of all that were not skipped, 0 to 100',
  health: '0 to 100; what took points off stands in the ledger',
  health_status: 'On track, at risk or blocked',
  kickoff_date: 'When the plan begins',
  target_go_live: 'The go-live that was agreed with the customer',
  forecast_go_live: 'Live by then with a likelihood of 80 %',
  first_value_date: 'When the first-value milestone was reached',
  go_live_date: 'When go-live was approved',
  renewal_date: 'Start of the contract or go-live, plus the term',
  health_baseline: 'Health on the day of go-live, 0 to 100',
  health_baseline_reasons: 'What took points off on the day of go-live',
  blocked_by: 'Every open blocker, whose it is and when it should be gone',
  next_milestone: 'The first milestone that is not reached, with its date',
  onboarding_url: 'The link that opens the onboarding in Gangway',
  customer_status: 'Onboarding, on hold, live or cancelled, for the company',
};

const prefix = /^gangway_/;
/** What our own fields hold may stand in further ones. */
const written = new Map(
  crmFieldDefinitions
    .filter(({ name }) => name !== 'gangway_key')
    .map(({ name, label, type, options }): [string, OurValue] => {
      const ours = name.replace(prefix, '');
      const explanation = explanations[ours] ?? label;
      return [ours, { name: ours, label, explanation, type, options: [...options], directions: out }];
    }),
);

const fixed: readonly OurValue[] = [
  ...written.values(),
  value('phase', 'Current phase', 'text', 'The name of the phase that runs now'),
  value('contract_value', 'Amount of the deal', 'money', 'The deal’s amount, in cents'),
  value('csm', 'CSM', 'person', 'Who looks after the customer: written as the CRM’s user, read to assign', anyWay),
  value('term_months', 'Contract term (months)', 'number', 'Decides the renewal date', into),
  value('contract_start', 'Start of the contract', 'date', 'The renewal date may count from it', into),
  value('wished_go_live', 'Wished go-live', 'date', 'Plans that work backwards begin from it', into),
  value('segment', 'Segment', 'text', 'Playbooks may be chosen by it', into),
  value('region', 'Region', 'text', 'Playbooks may be chosen by it', into),
];

const key = '[a-z0-9][a-z0-9_-]*';
const handoff = new RegExp(`^handoff\\.(${key})$`);
const milestone = new RegExp(`^milestone\\.(${key})$`);

export const handoffKey = (ours: string): string | null => handoff.exec(ours)?.[1] ?? null;
export const milestoneKey = (ours: string): string | null => milestone.exec(ours)?.[1] ?? null;

/** Those with fixed names; `handoff.<key>` and `milestone.<key>` are there besides. */
export const catalogue = fixed;

const inWords = (key: string): string => key.replaceAll(/[_-]/g, ' ');

/** Null: we have no such value. */
export const ourValue = (name: string): OurValue | null => {
  const known = fixed.find((candidate) => candidate.name === name);
  if (known) return known;
  const [asked, reached] = [handoffKey(name), milestoneKey(name)];
  if (asked !== null)
    return value(name, `Sales handoff: ${inWords(asked)}`, 'text', 'What sales passes on before work starts', anyWay);
  if (reached === null) return null;
  return value(name, `Milestone: ${inWords(reached)}`, 'date', 'When it was reached, and when it is due until then');
};
