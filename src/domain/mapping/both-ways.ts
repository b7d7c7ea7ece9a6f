/** A field that goes both ways was changed in the CRM: whether the plan takes it over, or ours is written there again. */
import type { OnboardingState } from '../model.ts';
import { handoffKey } from './catalogue.ts';
import type { Mapping } from './model.ts';
import { type IncomingChange, inputName } from './reading.ts';

export interface BothWays {
  /** `read`: the plan is fed by it; conflicts: who won; `reported`: nobody, both stay as they are */
  result: 'read' | 'conflict_ours' | 'conflict_crm' | 'reported';
  /** of the sales handoff, what was entered here and gives way */
  givesWay: string[];
}

/** What stands here of our own, not merely what the CRM told before. */
const ownValue = (ours: string, { onboarding, members, people }: OnboardingState): string | null => {
  const key = handoffKey(ours);
  if (key !== null) return onboarding.handoff[key]?.trim() || null;
  const csmId = ours === 'csm' ? members.find(({ role }) => role === 'team.csm')?.personId : null;
  const csm = people.find(({ id }) => id === csmId);
  return csm ? (csm.crmOwnerId ?? csm.email) : null;
};

export const settleBothWays = (
  { object, field, ours }: IncomingChange,
  { entries }: Mapping,
  state: OnboardingState,
  /** the deal's facts as they were read */
  facts: Readonly<Record<string, string>>,
): BothWays => {
  const entry = entries.find(
    (candidate) => candidate.direction === 'both' && candidate.object === object && candidate.field === field,
  );
  if (!entry || !ours.includes(entry.ours)) return { result: 'read', givesWay: [] };
  const own = ownValue(entry.ours, state);
  // what we wrote comes back as a change, too
  if (own === null || own === facts[inputName(entry.ours)]) return { result: 'read', givesWay: [] };
  switch (entry.whoWins) {
    case 'ours':
      return { result: 'conflict_ours', givesWay: [] };
    case 'nobody':
      return { result: 'reported', givesWay: [] };
    case 'crm': {
      const key = handoffKey(entry.ours);
      return { result: 'conflict_crm', givesWay: key === null ? [] : [key] };
    }
  }
};
