import type { PersonView } from '../../api/types.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { type Language, languageOf, languages, type WorkTimes, WorkTimesFields } from '../work-times.tsx';

export type PersonWork = WorkTimes & { locale: Language };

export const workOf = ({ workDays, workStart, workEnd, holidayCountry, locale }: PersonView): PersonWork => ({
  workDays,
  workStart,
  workEnd,
  holidayCountry,
  locale: languageOf(locale),
});

/** Folded: it is set once, if ever. */
export function PersonWorkFields({
  person,
  work,
  onChange,
}: {
  person: PersonView;
  work: PersonWork;
  onChange: (work: PersonWork) => void;
}) {
  return (
    <details>
      <summary>Working hours, holidays and language</summary>
      <div className="stack-tight">
        <WorkTimesFields
          times={work}
          onChange={(change) => onChange({ ...work, ...change })}
          elsewhere={person.side === 'team' ? 'our company' : 'each onboarding'}
        />
        <SelectField
          label="Messages in"
          value={work.locale}
          onChange={(locale) => onChange({ ...work, locale })}
          choices={languages}
        />
      </div>
    </details>
  );
}
