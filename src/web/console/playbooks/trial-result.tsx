import type { Answer } from '../../api/types.ts';
import { Fact } from '../../ui/badge.tsx';
import { useClock } from '../../ui/clock.tsx';
import { absoluteDate } from '../../ui/dates.ts';
import { Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { capital, plainWords, roleWords } from '../../ui/words.ts';
import { TrialCalendar } from './trial-calendar.tsx';

type Result = Answer<'tryPlaybook'>;
type Line = Result['lines'][number];

const channelWord = { slack: 'Slack', email: 'Email' } as const;
const howWord = { digest: 'the day’s message', now: 'at once' } as const;

/** @param local `2027-01-06 09:00` */
function When({ local }: { local: string }) {
  const { today } = useClock();
  return (
    <span className="number">
      {absoluteDate(local.slice(0, 10), today)} {local.slice(11)}
    </span>
  );
}

const columns: readonly Column<Line>[] = [
  { key: 'when', head: 'When, in their time', cell: ({ local }) => <When local={local} /> },
  {
    key: 'who',
    head: 'Who',
    cell: ({ to }) => (
      <>
        <span className="strong">{to.name}</span>
        {to.role && <span className="cell-sub">{roleWords(to.role)}</span>}
      </>
    ),
  },
  {
    key: 'how',
    head: 'How',
    cell: ({ channel, message }) =>
      channel && message ? (
        <>
          {channelWord[channel]}
          <span className="cell-sub">{howWord[message]}</span>
        </>
      ) : (
        <Fact tone="neutral" icon="minus">
          Not said
        </Fact>
      ),
  },
  {
    key: 'what',
    head: 'What',
    cell: ({ kind, subject }) => (
      <>
        {kind && plainWords(kind)}
        <span className="cell-sub">{subject}</span>
      </>
    ),
  },
  {
    key: 'why',
    head: 'Why',
    width: '34%',
    cell: ({ rule, withheld }) => <span className="soft">{capital(withheld ?? rule)}</span>,
  },
];

export function TrialResult({ result: { issues, lines, outcome } }: { result: Result }) {
  if (issues.length > 0)
    return (
      <Section title="What is wrong in it">
        <Table
          label="What is wrong in it"
          rows={issues}
          rowKey={({ file, path, message }) => `${file} ${path} ${message}`}
          columns={[
            { key: 'where', head: 'Where', cell: ({ file, line }) => `${file}, line ${line ?? '?'}` },
            { key: 'path', head: 'In', cell: ({ path }) => path },
            { key: 'what', head: 'Problem', cell: ({ message }) => message },
          ]}
        />
      </Section>
    );
  if (lines.length === 0)
    return (
      <EmptyState icon="bell" title="Nobody would be told anything">
        No step of it falls into these dates.
      </EmptyState>
    );
  const said = lines.filter(({ withheld }) => withheld === null).length;
  return (
    <Section title={`${said} said, ${lines.length - said} not`}>
      {outcome && <p className="soft">It ends {outcome}.</p>}
      <TrialCalendar lines={lines} />
      <Table
        label="What would be said"
        rows={lines.map((line, position) => ({ ...line, position }))}
        rowKey={({ position }) => `${position}`}
        columns={columns}
      />
    </Section>
  );
}
