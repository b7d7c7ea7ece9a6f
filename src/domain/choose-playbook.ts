/** Which playbook a won deal gets, or why it starts no onboarding. */
import { type ConditionFacts, describeCondition, holds } from './condition.ts';
import type { DealFacts } from './model.ts';
import { inMajorUnits } from './money.ts';
import type { Playbook, SelectionRule } from './playbook.ts';

export type PlaybookChoice =
  | { start: true; playbook: Playbook; why: string }
  /** `rule`: a playbook says that such deals start none; `no_match`: nobody has said anything about such deals */
  | { start: false; because: 'rule' | 'no_match'; why: string };

interface Candidate {
  playbook: Playbook;
  rule: SelectionRule;
}

// The more careful answer first: among equals a rule that starts none wins, then the playbook's key decides.
const byRank = (a: Candidate, b: Candidate): number =>
  b.rule.priority - a.rule.priority ||
  Number(a.rule.start) - Number(b.rule.start) ||
  (a.playbook.key < b.playbook.key ? -1 : 1);

const dealInWords = (deal: DealFacts): string => {
  const facts = [
    deal.dealType && `type ${deal.dealType}`,
    deal.segment && `segment ${deal.segment}`,
    deal.region && `region ${deal.region}`,
    deal.amountCents !== null &&
      `amount ${inMajorUnits(deal.amountCents, deal.currency)}${deal.currency ? ` ${deal.currency}` : ''}`,
    deal.products.length > 0 && `products ${deal.products.join(', ')}`,
  ].filter(Boolean);
  return facts.length > 0 ? facts.join('; ') : 'none of its type, segment, region, amount or products is filled';
};

/**
 * The selection rules of all playbooks are tried together: the highest priority that holds decides; among equals
 * "starts none" goes first. `why` is a sentence for people.
 */
export const choosePlaybook = (
  deal: DealFacts,
  playbooks: readonly Playbook[],
  about: Omit<ConditionFacts, 'deal'> = { country: null, handoff: {} },
): PlaybookChoice => {
  const facts = { deal, ...about };
  const matching = playbooks
    .flatMap((playbook) => playbook.selection.map((rule): Candidate => ({ playbook, rule })))
    .filter(({ rule }) => holds(rule.when, facts))
    .sort(byRank);
  const [best] = matching;
  if (!best) {
    const known = playbooks.length === 0 ? 'There is no playbook yet' : `No playbook fits (${dealInWords(deal)})`;
    return { start: false, because: 'no_match', why: known };
  }
  const { playbook, rule } = best;
  if (!rule.start) return { start: false, because: 'rule', why: rule.why };
  return { start: true, playbook, why: `${playbook.name}: ${rule.why} (${describeCondition(rule.when)})` };
};
