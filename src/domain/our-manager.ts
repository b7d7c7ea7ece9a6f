import type { OnboardingState, Person } from './model.ts';

type Cast = Pick<OnboardingState, 'members' | 'people'>;

const personOf = ({ people }: Cast, id: string | null | undefined): Person | null =>
  people.find((person) => person.id === id) ?? null;

/** Whoever fills the role and is still there. */
export const inRoleOf = (cast: Cast, role: string): Person | null => {
  const person = personOf(cast, cast.members.find((member) => member.role === role)?.personId);
  return person?.deactivatedAt === null ? person : null;
};

/** Who hears what escalates to our manager: whoever fills the role, else the CSM's own manager. */
export const ourManager = (cast: Cast): Person | null => {
  const csm = inRoleOf(cast, 'team.csm') ?? inRoleOf(cast, 'team.implementation_manager');
  return inRoleOf(cast, 'team.manager') ?? personOf(cast, csm?.managerId);
};
