import { Link } from '@tanstack/react-router';
import type { OnboardingRow } from '../../api/types.ts';
import { useClock } from '../../ui/clock.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { absoluteDate } from '../../ui/dates.ts';
import { EmptyState } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { Timeline, type TimelineRow } from '../../ui/timeline.tsx';
import { healthMeaning } from '../../ui/words.ts';

function timelineRow(row: OnboardingRow, today: string): TimelineRow {
  const tone = row.health.status ? healthMeaning[row.health.status].tone : 'neutral';
  const start = row.wonAt?.slice(0, 10) ?? today;
  const live = row.liveAt?.slice(0, 10);
  const { forecast, targetGoLiveOn: target } = row;
  const done = live && {
    from: start,
    to: live,
    tone: 'fine' as const,
    title: `Won to live: ${absoluteDate(start, today)} to ${absoluteDate(live, today)}`,
  };
  const expected = forecast && [
    { from: start, to: forecast.p50, tone, title: `Even chance to be live by ${absoluteDate(forecast.p50, today)}` },
    {
      from: forecast.p50,
      to: forecast.p80,
      tone,
      isGhost: true,
      title: `Four in five: by ${absoluteDate(forecast.p80, today)}`,
    },
  ];
  return {
    key: row.id,
    label: (
      <Link to="/console/onboardings/$onboardingId" params={{ onboardingId: row.id }} tabIndex={-1}>
        {row.accountName}
      </Link>
    ),
    bars: done ? [done] : (expected ?? []),
    marks: live
      ? [{ on: live, icon: 'flag', tone: 'fine', label: 'Live' }]
      : target
        ? [{ on: target, icon: 'flag', tone: 'neutral', label: 'Target' }]
        : [],
  };
}

/** Won to likely go-live; the flag is the agreed date, the outline how far it may slip. */
export function GoLiveChart({ rows }: { rows: readonly OnboardingRow[] }) {
  const { today } = useClock();
  const dated = rows.filter(({ forecast, liveAt, targetGoLiveOn }) => forecast ?? liveAt ?? targetGoLiveOn);
  if (dated.length === 0)
    return (
      <EmptyState icon="flag" title="No go-live dates yet">
        They come with the first plan.
      </EmptyState>
    );
  return (
    <Timeline
      title="When does each customer go live?"
      rows={dated.map((row) => timelineRow(row, today))}
      table={
        <Table
          label="Go-live dates"
          rows={dated}
          rowKey={({ id }) => id}
          columns={[
            { key: 'name', head: 'Customer', cell: (row) => row.accountName },
            { key: 'won', head: 'Won', cell: (row) => <DateText on={row.wonAt?.slice(0, 10) ?? null} form="short" /> },
            { key: 'target', head: 'Target', cell: (row) => <DateText on={row.targetGoLiveOn} form="short" /> },
            {
              key: 'p50',
              head: 'Even chance by',
              cell: (row) => <DateText on={row.forecast?.p50 ?? null} form="short" />,
            },
            {
              key: 'p80',
              head: 'Four in five by',
              cell: (row) => <DateText on={row.forecast?.p80 ?? null} form="short" />,
            },
            {
              key: 'live',
              head: 'Live',
              cell: (row) => <DateText on={row.liveAt?.slice(0, 10) ?? null} form="short" />,
            },
          ]}
        />
      }
    />
  );
}
