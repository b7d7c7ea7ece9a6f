import { Link } from '@tanstack/react-router';
import type { OnboardingRow } from '../../api/types.ts';
import { Badge, Fact } from '../../ui/badge.tsx';
import { useClock } from '../../ui/clock.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { daysBetween } from '../../ui/dates.ts';
import { HealthBadge } from '../../ui/health-badge.tsx';
import { PersonChip } from '../../ui/person-chip.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { onboardingMeaning, plural, sideWord } from '../../ui/words.ts';

/** What keeps it waiting, in the order of what hurts most. */
function Waiting({ row }: { row: OnboardingRow }) {
  const problem = row.problems[0];
  const overdue = (['customer', 'team', 'partner'] as const).filter((side) => row.overdue[side] > 0);
  if (!problem && overdue.length === 0 && row.openBlockers === 0) return <span className="faint">Nothing overdue</span>;
  return (
    <span className="waiting">
      {problem && (
        <Fact tone="late" icon="alert">
          <span className="waiting-words" title={`${problem.message} ${problem.fixBy}`}>
            {problem.message}
          </span>
        </Fact>
      )}
      {row.openBlockers > 0 && (
        <Fact tone="blocked" icon="blocked">
          {plural(row.openBlockers, 'blocker')}
        </Fact>
      )}
      {overdue.length > 0 && (
        <Fact tone="late" icon="clock">
          Late: {overdue.map((side) => `${row.overdue[side]} ${sideWord[side]}`).join(', ')}
        </Fact>
      )}
    </span>
  );
}

function GoLive({ row }: { row: OnboardingRow }) {
  const { today } = useClock();
  if (row.liveAt)
    return (
      <Fact tone="fine" icon="flag">
        Live since <DateText on={row.liveAt.slice(0, 10)} form="short" />
      </Fact>
    );
  const { targetGoLiveOn: target, forecast } = row;
  const late = target && forecast ? daysBetween(target, forecast.p80) : 0;
  return (
    <>
      <DateText on={target} form="short" none="No date yet" />
      {forecast && (
        <span className="cell-sub">
          {late > 0 ? (
            <span className="tone-late fact" title={`P80 is ${plural(late, 'day')} after the target`}>
              likely <DateText on={forecast.p80} form="short" />
            </span>
          ) : (
            <>
              likely <DateText on={forecast.p80} form="short" />
            </>
          )}
        </span>
      )}
      {!forecast && target && target < today && <span className="cell-sub">the date has passed</span>}
    </>
  );
}

const columns: readonly Column<OnboardingRow>[] = [
  {
    key: 'name',
    head: 'Customer',
    width: '20%',
    cell: (row) => (
      <>
        <Link to="/console/onboardings/$onboardingId" params={{ onboardingId: row.id }} className="row-open">
          {row.accountName}
        </Link>
        <span className="cell-sub">{row.playbookName ?? 'No playbook yet'}</span>
      </>
    ),
  },
  { key: 'status', head: 'Status', cell: (row) => <Badge meaning={onboardingMeaning[row.status]} /> },
  { key: 'health', head: 'Health', cell: (row) => <HealthBadge health={row.health} of={row.accountName} /> },
  {
    key: 'progress',
    head: 'Progress',
    width: '12%',
    cell: (row) => (
      <span className="progress-cell">
        <ProgressBar share={row.progress} label={`Progress of ${row.accountName}`} />
        {row.currentPhase && <span className="cell-sub">{row.currentPhase}</span>}
      </span>
    ),
  },
  {
    key: 'milestone',
    head: 'Next milestone',
    isMinor: true,
    cell: (row) =>
      row.nextMilestone && (
        <>
          {row.nextMilestone.name}
          <span className="cell-sub">
            <DateText on={row.nextMilestone.targetOn} form="relative" />
          </span>
        </>
      ),
  },
  { key: 'waiting', head: 'Waits for', width: '21%', cell: (row) => <Waiting row={row} /> },
  { key: 'csm', head: 'CSM', isMinor: true, cell: (row) => <PersonChip person={row.csm} hasSide={false} /> },
  { key: 'live', head: 'Go-live', isNumber: true, cell: (row) => <GoLive row={row} /> },
];

export function PortfolioTable({ rows }: { rows: readonly OnboardingRow[] }) {
  return (
    <Table
      label="Onboardings"
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      isMuted={({ status }) => status === 'cancelled' || status === 'transitioned'}
    />
  );
}
