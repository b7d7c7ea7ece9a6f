import { CheckField, TextField } from '../ui/field.tsx';
import { SelectField } from '../ui/select-field.tsx';

export const languages = [
  { key: 'en', label: 'English' },
  { key: 'de', label: 'Deutsch' },
  { key: 'fr', label: 'Français' },
  { key: 'es', label: 'Español' },
] as const;
export type Language = (typeof languages)[number]['key'];
export const languageOf = (locale: string): Language => languages.find(({ key }) => key === locale)?.key ?? 'en';

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

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

export interface WorkTimes {
  workDays: number[];
  workStart: number;
  workEnd: number;
  holidayCountry: string | null;
}

interface WorkTimesProps {
  times: WorkTimes;
  onChange: (change: Partial<WorkTimes>) => void;
  /** whose holidays count where no country is named */
  elsewhere: string;
}

/** The hours and days on which somebody may be written to. */
export function WorkTimesFields({ times, onChange, elsewhere }: WorkTimesProps) {
  const { workDays, workStart, workEnd, holidayCountry } = times;
  return (
    <>
      <SelectField
        label="From"
        value={String(workStart)}
        onChange={(minutes) => onChange({ workStart: Number(minutes) })}
        choices={withOwn(halfHours(0, 1410), workStart)}
        help="Nothing comes before or after, save what is looked at by oneself."
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
      <TextField
        label="Public holidays of"
        isRequired={false}
        value={holidayCountry ?? ''}
        onChange={(country) => onChange({ holidayCountry: country.trim().toUpperCase() || null })}
        placeholder="DE, or DE-BY for a region"
        help={`Nothing comes on them. Without a country those of ${elsewhere} count.`}
      />
    </>
  );
}
