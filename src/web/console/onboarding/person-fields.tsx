import { useQuery } from '@tanstack/react-query';
import { peopleQuery } from '../../api/queries.ts';
import type { PersonRef, Side } from '../../api/types.ts';
import { TextField } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useOnboarding } from './context.tsx';

export interface PersonPick {
  personId: string | null;
  name: string;
  email: string;
  isComplete: boolean;
}
export const emptyPerson: PersonPick = { personId: null, name: '', email: '', isComplete: false };

const somebodyElse = 'somebody-else';
const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

/** Our whole team; of the others those who already take part in this onboarding. */
export function usePeopleOf(side: Side): PersonRef[] {
  const { view } = useOnboarding();
  const team =
    useQuery({ ...peopleQuery({ side: 'team' }), enabled: side === 'team' }).data?.items.filter(
      ({ deactivatedAt }) => !deactivatedAt,
    ) ?? [];
  const here = [
    ...view.roles.flatMap(({ person }) => person ?? []),
    ...view.tasks.flatMap(({ owner }) => owner ?? []),
  ].filter((person) => person.side === side);
  return [
    ...new Map([...(side === 'team' ? team : []), ...here].map((person) => [person.id, person])).values(),
  ].toSorted((one, other) => one.name.localeCompare(other.name));
}

interface PersonFieldsProps {
  side: Side;
  pick: PersonPick;
  onPick: (pick: PersonPick) => void;
}

/** Somebody known, or a name and an address. Our own people are added in the settings, not here. */
export function PersonFields({ side, pick, onPick }: PersonFieldsProps) {
  const people = usePeopleOf(side);
  const isNew = side !== 'team' && (pick.personId === null || people.length === 0);
  const typed = (change: Partial<PersonPick>) => {
    const next = { ...pick, ...change, personId: null };
    onPick({ ...next, isComplete: next.name.trim() !== '' && isEmail(next.email) });
  };
  return (
    <>
      {people.length > 0 && (
        <SelectField
          label="Person"
          isRequired
          value={pick.personId ?? (side === 'team' ? null : somebodyElse)}
          onChange={(key) =>
            onPick(
              key === somebodyElse
                ? { ...pick, personId: null, isComplete: pick.name.trim() !== '' && isEmail(pick.email) }
                : { ...pick, personId: key, isComplete: true },
            )
          }
          choices={[
            ...people.map(({ id, name, email }) => ({ key: id, label: name, detail: email })),
            ...(side === 'team' ? [] : [{ key: somebodyElse, label: 'Somebody else' }]),
          ]}
        />
      )}
      {isNew && (
        <>
          <TextField label="Name" isRequired value={pick.name} onChange={(name) => typed({ name })} />
          <TextField label="Email" isRequired type="email" value={pick.email} onChange={(email) => typed({ email })} />
        </>
      )}
    </>
  );
}
