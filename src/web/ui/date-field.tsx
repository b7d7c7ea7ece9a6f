import { parseDate } from '@internationalized/date';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Calendar, CalendarCell, CalendarGrid } from 'react-aria-components/Calendar';
import { DateInput, DatePicker, DateSegment } from 'react-aria-components/DatePicker';
import { Dialog } from 'react-aria-components/Dialog';
import { Group } from 'react-aria-components/Group';
import { Heading } from 'react-aria-components/Heading';
import { Popover } from 'react-aria-components/Popover';
import { useClock } from './clock.tsx';
import { isWeekend } from './dates.ts';
import { FieldFoot, FieldHead, type FieldWords } from './field.tsx';
import { Icon } from './icons.tsx';
import './date-field.css';

interface DateFieldProps extends FieldWords {
  /** YYYY-MM-DD */
  value: string | null;
  onChange: (value: string | null) => void;
  min?: string;
  isRequired?: boolean;
}

/** Today is that of the business clock, which the sandbox may have moved. */
const dayClass = (on: string, today: string): string =>
  ['calendar-day', isWeekend(on) && 'calendar-weekend', on === today && 'calendar-today'].filter(Boolean).join(' ');

export function DateField({ label, help, error, value, onChange, min, isRequired }: DateFieldProps) {
  const { today } = useClock();
  return (
    <DatePicker
      className="field"
      value={value ? parseDate(value) : null}
      minValue={min ? parseDate(min) : undefined}
      isRequired={isRequired}
      isInvalid={error !== undefined}
      shouldForceLeadingZeros
      onChange={(date) => onChange(date?.toString() ?? null)}
    >
      <FieldHead label={label} isRequired={isRequired} />
      <Group className="control date-control">
        <DateInput className="date-input">
          {(segment) => <DateSegment segment={segment} className="date-segment" />}
        </DateInput>
        <AriaButton className="date-button" aria-label="Open the calendar">
          <Icon name="calendar" />
        </AriaButton>
      </Group>
      <FieldFoot help={help} error={error} />
      <Popover className="popover" offset={4}>
        <Dialog className="calendar-dialog">
          <Calendar firstDayOfWeek="mon">
            <div className="calendar-head">
              <AriaButton slot="previous" className="button button-quiet button-icon">
                <Icon name="chevronLeft" label="The month before" />
              </AriaButton>
              <Heading className="calendar-title" />
              <AriaButton slot="next" className="button button-quiet button-icon">
                <Icon name="chevronRight" label="The next month" />
              </AriaButton>
            </div>
            <CalendarGrid className="calendar-grid">
              {(date) => <CalendarCell date={date} className={dayClass(date.toString(), today)} />}
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  );
}
