import { useClock } from './clock.tsx';
import {
  absoluteDate,
  absoluteInstant,
  awaitedInstant,
  relativeDate,
  relativeInstant,
  shortDate,
  sinceInstant,
} from './dates.ts';

interface DateTextProps {
  on: string | null;
  /** `full`: "in 2 days, Tue 24 Nov"; `short`: "24 Nov"; `relative`: "in 2 days", else the date */
  form?: 'full' | 'short' | 'relative' | 'absolute';
  none?: string;
}

export function DateText({ on, form = 'full', none = '–' }: DateTextProps) {
  const { today } = useClock();
  if (!on) return <span className="faint">{none}</span>;
  const absolute = absoluteDate(on, today);
  const relative = relativeDate(on, today);
  const text = {
    full: relative ? `${relative}, ${absolute}` : absolute,
    short: shortDate(on, today),
    relative: relative ?? absolute,
    absolute,
  }[form];
  const title = absoluteDate(on, '');
  return (
    <time dateTime={on} title={relative ? `${title}, ${relative}` : title}>
      {text}
    </time>
  );
}

interface InstantTextProps {
  at: string | null;
  /** the zone it matters in, shown where it differs */
  inZone?: string | null;
  none?: string;
  /** of real time, which a moved business clock does not move */
  isReal?: boolean;
  /** it stands behind “since” */
  isSince?: boolean;
  /** it is still to come */
  isAwaited?: boolean;
}

/** An instant in the reader's zone. */
export function InstantText({
  at,
  inZone,
  none = '–',
  isReal = false,
  isSince = false,
  isAwaited = false,
}: InstantTextProps) {
  const { nowMs, realMs, zone } = useClock();
  if (!at) return <span className="faint">{none}</span>;
  const differs = inZone && inZone !== zone;
  const title = differs ? `${absoluteInstant(at, zone)}; ${absoluteInstant(at, inZone)}` : absoluteInstant(at, zone);
  const inWords = isSince ? sinceInstant : isAwaited ? awaitedInstant : relativeInstant;
  return (
    <time dateTime={at} title={title}>
      {inWords(at, isReal ? realMs : nowMs, zone)}
    </time>
  );
}
