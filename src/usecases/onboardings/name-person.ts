import type { Sql } from '../../db/database.ts';
import { peopleById, rememberPeople } from '../../db/people.ts';
import type { OnboardingState, Person, Side } from '../../domain/model.ts';

export interface NamedPerson {
  name: string;
  email: string;
}

const withPerson = (state: OnboardingState, person: Person): OnboardingState =>
  state.people.some(({ id }) => id === person.id) ? state : { ...state, people: [...state.people, person] };

/** Makes a person known to the onboarding by name and address, as one of the given side unless they are known already. */
export async function nameNewPerson(
  tx: Sql,
  state: OnboardingState,
  named: NamedPerson,
  side: Side,
  now: Date,
): Promise<{ state: OnboardingState; personId: string }> {
  const [person] = await rememberPeople(tx, [{ ...named, side }], now);
  if (!person) throw new Error('A person was neither inserted nor found');
  return { state: withPerson(state, person), personId: person.id };
}

/** People of ours who have no part in the onboarding yet may get one. */
export async function bringIn(tx: Sql, state: OnboardingState, personId: string): Promise<OnboardingState> {
  const [person] = await peopleById(tx, [personId]);
  return person ? withPerson(state, person) : state;
}
