import type { IntentFacts } from '../../../db/message-facts.ts';
import { intentData } from './intent-data.ts';

/** Milestones of one onboarding that one message tells of in the same words become one thing to say, in the first one's place. */
export function milestonesTogether(intents: readonly IntentFacts[]): IntentFacts[] {
  const together = Map.groupBy(intents, keyOf);
  return [...together.values()].flatMap(([first, ...others]) => (first ? [asOne(first, others)] : []));
}

const keyOf = ({ id, kind, onboarding, translated, data }: IntentFacts): string =>
  kind === 'milestone_done' ? `${onboarding.id} ${translated ?? intentData.parse(data).text ?? ''}` : `intent ${id}`;

function asOne(first: IntentFacts, others: readonly IntentFacts[]): IntentFacts {
  if (others.length === 0) return first;
  // one that is told to two people is the same one
  const didBy = new Map<string, number>();
  for (const { data } of [first, ...others]) {
    const { milestone = '', did = 0 } = intentData.parse(data);
    didBy.set(milestone, Math.max(did, didBy.get(milestone) ?? 0));
  }
  const did = [...didBy.values()].reduce((sum, each) => sum + each, 0);
  const milestones = [...didBy.keys()].filter(Boolean);
  return { ...first, data: { ...first.data, milestones, ...(did > 0 && { did }) } };
}
