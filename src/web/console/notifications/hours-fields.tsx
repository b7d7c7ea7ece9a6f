import { useQuery } from '@tanstack/react-query';
import { peopleQuery } from '../../api/queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { CheckField } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useMe } from '../me.tsx';
import type { Change, Preferences } from './notifications.tsx';

const languages = [
  { key: 'en', label: 'English' },
  { key: 'de', label: 'Deutsch' },
  { key: 'fr', label: 'Français' },
  { key: 'es', label: 'Español' },
] as const;
const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
const nobody = 'nobody';

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const halfHours = (from: number, to: number) =>
  Array.from({ length: (to - from) / 30 + 1 }, (_, index) => from + index * 30).map((minutes) => ({
    key: String(minutes),
    label: clock(minutes),
  }));
/** A time between the half hours stays as it is until another is chosen. */
const withOwn = (choices: { key: string; label: string }[], minutes: number) =>
  choices.some(({ key }) => key === String(minutes))
    ? choices
    : [{ key: String(minutes), label: clock(minutes) }, ...choices];

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
  const workDays = change.workDays ?? preferences.workDays;
  const workStart = change.workStart ?? preferences.workStart;
  const workEnd = change.workEnd ?? preferences.workEnd;
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
        <SelectField
          label="From"
          value={String(workStart)}
          onChange={(minutes) => onChange({ workStart: Number(minutes) })}
          choices={withOwn(halfHours(0, 1410), workStart)}
          help="Nothing comes before or after, save what you look at yourself."
        />
        <SelectField
          label="To"
          value={String(workEnd)}
          onChange={(minutes) => onChange({ workEnd: Number(minutes) })}
          choices={withOwn(halfHours(30, 1440), workEnd)}
        />
        {days.map((day, index) => (
          <CheckField
            key={day}
            isSelected={workDays.includes(index + 1)}
            onChange={(isOn) =>
              onChange({
                workDays: isOn
                  ? [...workDays, index + 1].toSorted((a, b) => a - b)
                  : workDays.filter((one) => one !== index + 1),
              })
            }
          >
            {day}
          </CheckField>
        ))}
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
          value={languages.find(({ key }) => key === (change.locale ?? preferences.locale))?.key ?? 'en'}
          onChange={(locale) => onChange({ locale })}
          choices={languages}
        />
      </section>
    </>
  );
}
