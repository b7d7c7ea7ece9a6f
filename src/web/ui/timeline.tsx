import type { ReactNode } from 'react';
import { useClock } from './clock.tsx';
import { absoluteDate, addDays, daysBetween, shortDate } from './dates.ts';
import { Icon, type IconName } from './icons.tsx';
import type { Tone } from './tone.ts';
import './timeline.css';

export interface TimelineBar {
  from: string;
  to: string;
  tone: Tone;
  /** the plan baseline or a forecast: drawn as an outline */
  isGhost?: boolean;
  title: string;
}

export interface TimelineMark {
  on: string;
  icon: IconName;
  tone: Tone;
  label: string;
}

export interface TimelineRow {
  key: string;
  label: ReactNode;
  bars: TimelineBar[];
  marks: TimelineMark[];
}

interface TimelineProps {
  /** the one question it answers, as a title */
  title: string;
  rows: readonly TimelineRow[];
  /** the same as a table, for reading and for those who cannot see it */
  table: ReactNode;
}

const allDates = (rows: readonly TimelineRow[]): string[] =>
  rows.flatMap(({ bars, marks }) => [...bars.flatMap(({ from, to }) => [from, to]), ...marks.map(({ on }) => on)]);

function ticksBetween(from: string, to: string): string[] {
  const span = daysBetween(from, to);
  if (span > 100) {
    const months: string[] = [];
    for (let month = `${from.slice(0, 7)}-01`; month <= to; month = `${addDays(month, 32).slice(0, 7)}-01`)
      if (month >= from) months.push(month);
    return months;
  }
  const step = span > 42 ? 14 : 7;
  const weekday = (new Date(`${from}T00:00:00Z`).getUTCDay() + 6) % 7;
  const ticks: string[] = [];
  for (let week = addDays(from, (7 - weekday) % 7); week <= to; week = addDays(week, step)) ticks.push(week);
  return ticks;
}

export function Timeline({ title, rows, table }: TimelineProps) {
  const { today } = useClock();
  const dates = allDates(rows).toSorted();
  const first = dates[0];
  const last = dates.at(-1);
  if (!first || !last) return null;
  const from = addDays(first, -2);
  const to = addDays(last, 4);
  const span = daysBetween(from, to);
  const at = (on: string): string => `${(daysBetween(from, on) / span) * 100}%`;
  return (
    <figure className="timeline">
      <figcaption className="timeline-title">{title}</figcaption>
      <div className="timeline-plot" aria-hidden="true">
        <div className="timeline-axis">
          {ticksBetween(from, to)
            .filter((on) => Math.abs(daysBetween(on, today)) > span / 16)
            .map((on) => (
              <span key={on} className="timeline-tick" style={{ insetInlineStart: at(on) }}>
                {shortDate(on, today)}
              </span>
            ))}
          {today >= from && today <= to && (
            <span className="timeline-now" style={{ insetInlineStart: at(today) }}>
              today
            </span>
          )}
        </div>
        {rows.map(({ key, label, bars, marks }) => (
          <div key={key} className="timeline-row">
            <div className="timeline-label">{label}</div>
            <div className="timeline-lane">
              {ticksBetween(from, to).map((on) => (
                <span key={on} className="timeline-grid" style={{ insetInlineStart: at(on) }} />
              ))}
              {today >= from && today <= to && (
                <span className="timeline-grid timeline-grid-now" style={{ insetInlineStart: at(today) }} />
              )}
              {bars.map((bar) => (
                <span
                  key={`${bar.from}${bar.to}${bar.isGhost ?? ''}`}
                  className={`timeline-bar tone-${bar.tone}${bar.isGhost ? ' timeline-ghost' : ''}`}
                  title={bar.title}
                  style={{
                    insetInlineStart: at(bar.from),
                    inlineSize: `max(6px, ${((daysBetween(bar.from, bar.to) + 1) / span) * 100}%)`,
                  }}
                />
              ))}
              {marks.map((mark) => (
                <span
                  key={`${mark.on}${mark.label}`}
                  className={`timeline-mark tone-${mark.tone}`}
                  title={`${mark.label}: ${absoluteDate(mark.on, today)}`}
                  style={{ insetInlineStart: at(mark.on) }}
                >
                  <Icon name={mark.icon} size={14} />
                </span>
              ))}
            </div>
          </div>
        ))}
      </div>
      <details className="timeline-table">
        <summary>As a table</summary>
        {table}
      </details>
    </figure>
  );
}
