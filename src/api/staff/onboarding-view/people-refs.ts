import type { OnboardingState } from '../../../domain/model.ts';
import type { PersonRef } from '../../../db/queries/onboarding-extras.ts';

/** The people of one onboarding by id and by role. */
export interface People {
  ref(id: string | null): PersonRef | null;
  name(id: string | null): string | null;
  inRole(role: string): PersonRef | null;
}

export function createPeople(state: OnboardingState, others: PersonRef[]): People {
  const refs = new Map(
    [...others, ...state.people].map(({ id, name, side, email }) => [id, { id, name, side, email }]),
  );
  const ref = (id: string | null): PersonRef | null => (id === null ? null : (refs.get(id) ?? null));
  return {
    ref,
    name: (id) => ref(id)?.name ?? null,
    inRole: (role) => ref(state.members.find((member) => member.role === role)?.personId ?? null),
  };
}
