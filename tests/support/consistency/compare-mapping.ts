/** The mapping of `mapping.ts`, entry by entry: what each side must hold, worked out here once more. */
import { Comparison, isSame, text } from './comparison.ts';
import type { HeldDeal } from './held-crm.ts';
import type { KnownOnboarding, Ours } from './known.ts';
import type { Provider } from './mapping.ts';
import type { PeoplesChanges } from './peoples-changes.ts';

interface Followed {
  deal: HeldDeal;
  onboarding: KnownOnboarding;
}

export function comparedMapping(
  provider: Provider,
  followed: Followed[],
  ours: Ours,
  changes: PeoplesChanges,
): Record<'to' | 'from' | 'both' | 'stages', Comparison> {
  const found = { to: new Comparison(), from: new Comparison(), both: new Comparison(), stages: new Comparison() };
  const verdict = settledFor(ours, changes);
  for (const one of followed) {
    for (const entry of written(one.onboarding)) compareWritten(found.to, one, entry, verdict);
    compareRead(found.from, one, changes);
    compareBoth(found.both, one);
    compareStage(found.stages, provider, one);
  }
  return found;
}

interface Written {
  object: 'deal' | 'company';
  field: string;
  value: string | number | null;
  wins: 'ours' | 'crm' | 'nobody';
}

const colours: Record<string, string> = { on_track: 'Green', at_risk: 'Amber' };

const written = (known: KnownOnboarding): Written[] => [
  { object: 'deal', field: 'onboarding_percent', value: Math.round(known.progress * 100), wins: 'ours' },
  {
    object: 'deal',
    field: 'csm_health',
    value: known.healthStatus === null ? null : (colours[known.healthStatus] ?? 'Red'),
    wins: 'crm',
  },
  { object: 'deal', field: 'acv', value: known.amountCents === null ? null : known.amountCents / 100, wins: 'ours' },
  {
    object: 'company',
    field: 'renewal_notice_on',
    value: known.renewalOn === null ? null : daysBefore(known.renewalOn, 90),
    wins: 'ours',
  },
  { object: 'company', field: 'onboarding_phase', value: known.phase, wins: 'nobody' },
];

const daysBefore = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

type Verdict = (deal: HeldDeal, entry: Written, held: unknown) => 'theirs' | 'undecided' | 'wrong';

/** A value that is not ours may stand only if a person set it there last and the mapping lets it, which the ledger says. */
function settledFor({ values, lastWords }: Ours, changes: PeoplesChanges): Verdict {
  const nameOf = ({ objectType, recordId, field }: { objectType: string; recordId: string; field: string }): string =>
    `${objectType}:${recordId}:${field}`;
  const states = new Map(values.map((value) => [nameOf(value), value.state]));
  const words = new Map(lastWords.map((word) => [nameOf(word), word.result]));
  return (deal, { object, field, value, wins }, held) => {
    const recordId = object === 'deal' ? deal.id : deal.companyId;
    const name = nameOf({ objectType: object, recordId, field });
    if (!isSame(held, changes.wasSetTo(recordId, field))) return 'wrong';
    // nothing of ours was ever wanted there
    if (value === null && !states.has(name)) return 'theirs';
    if (wins === 'crm' && words.get(name) === 'conflict_crm') return 'theirs';
    const isTold = states.get(name) === 'failed' || words.get(name) === 'reported';
    return wins === 'nobody' && isTold ? 'undecided' : 'wrong';
  };
}

function compareWritten(found: Comparison, { deal }: Followed, entry: Written, verdict: Verdict): void {
  const { object, field, value, wins } = entry;
  const held = (object === 'deal' ? deal.fields : deal.company)[field];
  const settled = isSame(held, value) ? 'same' : verdict(deal, entry, held);
  if (settled === 'theirs' || settled === 'undecided') found.result[settled] += 1;
  found.expect(
    settled !== 'wrong',
    `deal ${deal.id}: its ${object}’s ${field} is ${text(held)}, ours is ${text(value)} (wins: ${wins})`,
  );
}

const tiers: Record<string, string> = { Gold: 'mid_market' };

function compareRead(found: Comparison, { deal, onboarding: known }: Followed, changes: PeoplesChanges): void {
  const { fields, company, companyId } = deal;
  const said = (what: string, held: unknown, here: unknown, wanted: unknown): void =>
    found.expect(
      isSame(here, wanted),
      `deal ${deal.id}: ${what} is ${text(held)} there, so ${text(wanted)} here, and we have ${text(here)}`,
    );
  const years = text(fields['contract_years']);
  said('contract_years', years, known.termMonths, years === '' ? 12 : Number(years) * 12);
  const tier = text(fields['customer_tier']);
  said('customer_tier', tier, known.segment, tier === '' ? null : (tiers[tier] ?? 'smb'));
  said(
    'rollout_notes',
    fields['rollout_notes'],
    known.dealFields['$handoff.implementation_notes'],
    fields['rollout_notes'],
  );
  const csm = text(company['csm_email']);
  if (csm !== '' && changes.wasSetTo(companyId, 'csm_email') !== undefined) said('csm_email', csm, known.csmEmail, csm);
}

/** Entered here, else as the CRM told it, else what the playbook's own place for it says. */
const handoffOf = (known: KnownOnboarding, key: string): string =>
  known.handoff[key] || known.dealFields[`$handoff.${key}`] || known.dealFields[key] || '';

function compareBoth(found: Comparison, { deal, onboarding }: Followed): void {
  for (const [field, key] of [
    ['reason_bought', 'purchased_for'],
    ['success_goal', 'success_criteria'],
  ] as const) {
    const [there, here] = [deal.fields[field], handoffOf(onboarding, key)];
    found.expect(isSame(there, here), `deal ${deal.id}: ${field} is ${text(there)} there and ${here} here`);
  }
}

const steps: Record<string, string> = { handoff: 'Handover', draft: 'Planned', on_hold: 'Paused', live: 'Live' };

/** In HubSpot the deal's own stage, in Salesforce a list. */
function compareStage(found: Comparison, provider: Provider, { deal, onboarding: known }: Followed): void {
  if (provider === 'salesforce') {
    const byPhase = known.phases.includes('set-up')
      ? 'Rollout'
      : known.phases.includes('kickoff')
        ? 'Kickoff'
        : 'Started';
    found.same(
      `deal ${deal.id}: its onboarding_step, ${known.status},`,
      deal.fields['onboarding_step'],
      steps[known.status] ?? byPhase,
    );
  } else if (known.status === 'active' || known.status === 'live') {
    found.same(`deal ${deal.id}: its stage`, deal.stage, known.status === 'live' ? 'Live' : 'Rollout');
  }
}
