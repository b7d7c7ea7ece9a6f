import { useQuery } from '@tanstack/react-query';
import { peopleQuery } from '../../api/queries.ts';
import type { PersonRef } from '../../api/types.ts';
import { SelectField } from '../../ui/select-field.tsx';

const nobody = 'nobody';

interface ColleagueFieldProps {
  label: string;
  help: string;
  person: PersonRef;
  value: string | null;
  /** who is named by now, wherever they work */
  named?: PersonRef | null;
  onChange: (id: string | null) => void;
}

/** Somebody of the same team, or of the same company by their address. */
export function ColleagueField({ label, help, person, value, named = null, onChange }: ColleagueFieldProps) {
  const isOurs = person.side === 'team';
  const found = useQuery(
    peopleQuery({ side: person.side, search: isOurs ? undefined : person.email.slice(person.email.indexOf('@')) }),
  ).data?.items.filter(({ id, deactivatedAt }) => id !== person.id && !deactivatedAt);
  const colleagues = new Map([...(named ? [named] : []), ...(found ?? [])].map(({ id, name }) => [id, name]));
  return (
    <SelectField
      label={label}
      value={value ?? nobody}
      onChange={(id) => onChange(id === nobody ? null : id)}
      choices={[{ key: nobody, label: 'Nobody' }, ...[...colleagues].map(([key, name]) => ({ key, label: name }))]}
      help={help}
    />
  );
}
