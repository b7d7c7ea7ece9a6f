import { useQuery } from '@tanstack/react-query';
import { peopleQuery } from '../../api/queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useMe } from '../me.tsx';
import { languageOf, languages, WorkTimesFields } from '../work-times.tsx';
import type { Change, Preferences } from './notifications.tsx';

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
const nobody = 'nobody';

interface HoursFieldsProps {
  preferences: Preferences;
  change: Change;
  onChange: (change: Change) => void;
}

/** When and in which language: outside these hours nothing comes, and while somebody is away their delegate hears it. */
export function HoursFields({ preferences, change, onChange }: HoursFieldsProps) {
  const { person } = useMe();
  const colleagues = (useQuery(peopleQuery({ side: 'team' })).data?.items ?? []).filter(
    ({ id, deactivatedAt }) => id !== person.id && !deactivatedAt,
  );
  const { workDays, workStart, workEnd, holidayCountry } = change;
  const given = {
    ...(workDays && { workDays }),
    ...(workStart !== undefined && { workStart }),
    ...(workEnd !== undefined && { workEnd }),
    ...(holidayCountry !== undefined && { holidayCountry }),
  };
  const absentFrom = change.absentFrom === undefined ? preferences.absentFrom : change.absentFrom;
  const absentUntil = change.absentUntil === undefined ? preferences.absentUntil : change.absentUntil;
  const delegateId = change.delegateId === undefined ? (preferences.delegate?.id ?? null) : change.delegateId;
  return (
    <>
      <section className="stack-tight">
        <h2>When you work</h2>
        <SelectField
          label="Time zone"
          isRequired={false}
          value={change.timezone === undefined ? preferences.timezone : change.timezone}
          onChange={(timezone) => onChange({ timezone })}
          choices={zones.map((key) => ({ key, label: key.replaceAll('_', ' ') }))}
          placeholder="Not known"
        />
        <WorkTimesFields times={{ ...preferences, ...given }} onChange={onChange} elsewhere="our company" />
      </section>
      <section className="stack-tight">
        <h2>When you are away</h2>
        <DateField
          label="Away from"
          isRequired={false}
          value={absentFrom}
          onChange={(on) => onChange({ absentFrom: on })}
        />
        <DateField
          label="Away until"
          isRequired={false}
          value={absentUntil}
          onChange={(on) => onChange({ absentUntil: on })}
          min={absentFrom ?? undefined}
        />
        <SelectField
          label="Who is asked meanwhile"
          value={delegateId ?? nobody}
          onChange={(id) => onChange({ delegateId: id === nobody ? null : id })}
          choices={[{ key: nobody, label: 'Nobody' }, ...colleagues.map(({ id, name }) => ({ key: id, label: name }))]}
        />
      </section>
      <section className="stack-tight">
        <h2>Language</h2>
        <SelectField
          label="Messages in"
          value={languageOf(change.locale ?? preferences.locale)}
          onChange={(locale) => onChange({ locale })}
          choices={languages}
        />
      </section>
    </>
  );
}
