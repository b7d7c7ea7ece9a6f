import type { Answer } from '../../api/types.ts';
import { useClock } from '../../ui/clock.tsx';
import { addDays, daysBetween, isWeekend, shortDate } from '../../ui/dates.ts';
import { Icon, type IconName } from '../../ui/icons.tsx';
import type { Tone } from '../../ui/tone.ts';
import { plainWords } from '../../ui/words.ts';
import './trial-calendar.css';

type Line = Answer<'tryPlaybook'>['lines'][number];

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** more would make a week as high as the screen; the table below has all */
const mostOfADay = 5;

const dayOf = ({ local }: Line): string => local.slice(0, 10);

const mondayOf = (on: string): string => addDays(on, -((new Date(`${on}T00:00:00Z`).getUTCDay() + 6) % 7));

/** Whole weeks around all that is said. */
const daysAround = (lines: readonly Line[]): string[] => {
  const days = lines.map(dayOf).sort();
  const from = mondayOf(days[0] ?? '');
  const weeks = Math.floor(daysBetween(from, days.at(-1) ?? from) / 7) + 1;
  return Array.from({ length: weeks * 7 }, (_, index) => addDays(from, index));
};

const look = ({ kind, withheld }: Line): { tone: Tone; icon: IconName } =>
  withheld !== null
    ? { tone: 'neutral', icon: 'minus' }
    : kind === 'escalation'
      ? { tone: 'late', icon: 'alert' }
      : kind === 'overdue' || kind === 'hold_notice'
        ? { tone: 'attention', icon: 'clock' }
        : { tone: 'accent', icon: 'bell' };

/** When what would be said, each in the time of whoever is told; what is held back is struck out. */
export function TrialCalendar({ lines }: { lines: readonly Line[] }) {
  const { today } = useClock();
  const byDay = Map.groupBy(lines, dayOf);
  return (
    <div className="trial-calendar" role="group" aria-label="Day by day">
      {weekdays.map((weekday) => (
        <span key={weekday} className="trial-weekday" aria-hidden="true">
          {weekday}
        </span>
      ))}
      {daysAround(lines).map((on) => (
        <Day key={on} on={on} today={today} lines={byDay.get(on) ?? []} />
      ))}
    </div>
  );
}

function Day({ on, today, lines }: { on: string; today: string; lines: readonly Line[] }) {
  const more = lines.length - mostOfADay;
  const looks = ['trial-day', isWeekend(on) && 'trial-weekend', lines.length === 0 && 'trial-nothing'];
  return (
    <div className={looks.filter(Boolean).join(' ')}>
      <span className="trial-date">{shortDate(on, today)}</span>
      {lines.slice(0, mostOfADay).map((line, position) => (
        <Said key={`${line.at} ${line.to.name} ${position}`} line={line} />
      ))}
      {more > 0 && <span className="faint small">and {more} more</span>}
    </div>
  );
}

function Said({ line }: { line: Line }) {
  const { tone, icon } = look(line);
  const { local, to, kind, channel, withheld } = line;
  return (
    <span className={`trial-said tone-${tone}`}>
      <Icon name={icon} size={14} />
      <span>
        {withheld === null ? `${local.slice(11)} ${channel === 'slack' ? 'Slack' : 'Email'}` : 'Not said'}
        <span className="trial-whom">
          {to.name}
          {kind && `: ${plainWords(kind).toLowerCase()}`}
        </span>
      </span>
    </span>
  );
}
