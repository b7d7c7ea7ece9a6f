import type { OnboardingState, Person } from './model.ts';

/** Who hears what escalates to our manager: whoever fills the role, else the CSM's own manager. */
export const ourManager = ({ members, people }: Pick<OnboardingState, 'members' | 'people'>): Person | null => {
  const personOf = (id: string | null | undefined): Person | null => people.find((person) => person.id === id) ?? null;
  const inRole = (role: string): Person | null => {
    const person = personOf(members.find((member) => member.role === role)?.personId);
    return person?.deactivatedAt === null ? person : null;
  };
  const csm = inRole('team.csm') ?? inRole('team.implementation_manager');
  return inRole('team.manager') ?? personOf(csm?.managerId);
};
