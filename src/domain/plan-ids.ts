/** Ids that follow from the onboarding and the playbook's keys: building a plan twice gives the same rows. */
import { parse, v5 } from 'uuid';

export type PlanKind = 'phase' | 'milestone' | 'task' | 'integration' | 'member';

/** `(kind, key) → uuid` for one onboarding. */
export const planIds = (onboardingId: string): ((kind: PlanKind, key: string) => string) => {
  const namespace = parse(onboardingId);
  const known = new Map<string, string>();
  return (kind, key) => {
    const name = `${kind}:${key}`;
    const id = known.get(name) ?? v5(name, namespace);
    known.set(name, id);
    return id;
  };
};
