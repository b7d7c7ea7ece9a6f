import { useQuery } from '@tanstack/react-query';
import { peopleQuery } from '../../api/queries.ts';
import type { PersonView } from '../../api/types.ts';
import { DateField } from '../../ui/date-field.tsx';
import { SelectField } from '../../ui/select-field.tsx';

export interface Cover {
  coverId: string | null;
  coverFrom: string | null;
  coverUntil: string | null;
}

export const coverOf = (person: PersonView | null): Cover => ({
  coverId: person?.cover?.id ?? null,
  coverFrom: person?.coverFrom ?? null,
  coverUntil: person?.coverUntil ?? null,
});

const nobody = 'nobody';

/** A colleague who gets everything that would go to this person, from and until. */
export function CoverFields({
  person,
  cover,
  onChange,
}: {
  person: PersonView;
  cover: Cover;
  onChange: (cover: Cover) => void;
}) {
  const colleagues = (useQuery(peopleQuery({ side: 'team' })).data?.items ?? []).filter(
    ({ id, deactivatedAt }) => id !== person.id && !deactivatedAt,
  );
  return (
    <>
      <SelectField
        label="Covered by"
        value={cover.coverId ?? nobody}
        onChange={(id) =>
          onChange(id === nobody ? { coverId: null, coverFrom: null, coverUntil: null } : { ...cover, coverId: id })
        }
        choices={[{ key: nobody, label: 'Nobody' }, ...colleagues.map(({ id, name }) => ({ key: id, label: name }))]}
        help="Gets what would go to them, over all their onboardings. It ends by itself."
      />
      {cover.coverId !== null && (
        <>
          <DateField
            label="Covered from"
            isRequired={false}
            value={cover.coverFrom}
            onChange={(coverFrom) => onChange({ ...cover, coverFrom })}
          />
          <DateField
            label="Covered until"
            value={cover.coverUntil}
            onChange={(coverUntil) => onChange({ ...cover, coverUntil })}
            min={cover.coverFrom ?? undefined}
          />
        </>
      )}
    </>
  );
}
