import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { crmFieldLabel } from '../../../contracts/crm-field-label.ts';
import { ledgerQuery } from '../../api/queries.ts';
import type { LedgerEntry, Query } from '../../api/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DateText, InstantText } from '../../ui/date-text.tsx';
import { addDays } from '../../ui/dates.ts';
import { More } from '../../ui/more.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import type { Meaning } from '../../ui/tone.ts';
import { plainWords } from '../../ui/words.ts';
import { Change, Kept, Value } from './crm-value.tsx';
import { Replay } from './replay.tsx';
import { isNotWritten } from './value-words.ts';

const meanings: Record<string, Meaning> = {
  written: { word: 'Written', tone: 'fine', icon: 'check' },
  created: { word: 'Created', tone: 'fine', icon: 'plus' },
  unchanged: { word: 'Unchanged', tone: 'neutral', icon: 'minus' },
  found: { word: 'Found', tone: 'neutral', icon: 'search' },
  read: { word: 'Read', tone: 'neutral', icon: 'check' },
  reported: { word: 'Reported', tone: 'attention', icon: 'alert' },
  rehearsed: { word: 'Only rehearsed', tone: 'neutral', icon: 'half' },
  conflict_ours: { word: 'Conflict, ours kept', tone: 'attention', icon: 'alert' },
  conflict_crm: { word: 'Conflict, CRM’s kept', tone: 'attention', icon: 'alert' },
  failed: { word: 'Failed', tone: 'late', icon: 'alert' },
};
export const meaningOf = (result: string): Meaning =>
  meanings[result] ?? { word: plainWords(result), tone: 'neutral', icon: 'minus' };
const directionWord: Record<LedgerEntry['direction'], string> = {
  out: 'to the CRM',
  in: 'from the CRM',
  drift: 'drift found',
};

function WhatBecame(entry: LedgerEntry) {
  const { before, beforeLabel, after, afterLabel, result } = entry;
  const pair = { before, beforeLabel, after, afterLabel };
  if (!isNotWritten(entry)) return <Change {...pair} />;
  // what a write that failed would have replaced may not be known, and a note or task replaces nothing
  if (before === null && result !== 'conflict_crm') return <Value value={after} label={afterLabel} />;
  return <Kept {...pair} />;
}

const columns: readonly Column<LedgerEntry>[] = [
  { key: 'at', head: 'When', cell: ({ at }) => <InstantText at={at} /> },
  {
    key: 'field',
    head: 'Field',
    width: '20%',
    cell: ({ field, fieldLabel, objectType, direction, recordId }) => (
      <>
        <span className="strong cell-wrap">{fieldLabel ?? crmFieldLabel(objectType, field)}</span>
        <span className="cell-sub cell-wrap">{field.replaceAll('_', '_\u200B')}</span>
        <span className="cell-sub">
          {objectType} {recordId}, {directionWord[direction]}
        </span>
      </>
    ),
  },
  {
    key: 'change',
    head: 'Before and after',
    width: '26%',
    cell: (entry) => <WhatBecame {...entry} />,
  },
  {
    key: 'why',
    head: 'Why',
    width: '24%',
    cell: ({ why, actor, error }) => (
      <>
        <span className="cell-wrap">{why}</span>
        <span className="cell-sub">{actor}</span>
        {error && <span className="cell-sub tone-late fact ledger-error">{error}</span>}
      </>
    ),
  },
  {
    key: 'result',
    head: 'Result',
    cell: ({ id, result, attempt, canReplay }) => (
      <>
        <Badge meaning={meaningOf(result)} />
        {attempt > 1 && <span className="cell-sub">attempt {attempt}</span>}
        {canReplay && <Replay what={{ ledgerId: id }} />}
      </>
    ),
  },
];

/** Whose value it is stands beside the field: a column of its own has no room on a laptop. */
const columnsOfAll = columns.map((column): Column<LedgerEntry> =>
  column.key === 'field'
    ? {
        ...column,
        cell: (entry) => (
          <>
            {column.cell(entry)}
            {entry.onboardingId && (
              <span className="cell-sub">
                <Link to="/console/onboardings/$onboardingId" params={{ onboardingId: entry.onboardingId }}>
                  {entry.onboardingName}
                </Link>
              </span>
            )}
          </>
        ),
      }
    : column,
);

const yearDays = 365;

function LookedThrough({ since, lookBackTo }: { since: string; lookBackTo: (day: string) => void }) {
  return (
    <p className="faint ledger-since">
      <span>
        Looked for these words back to <DateText on={since} form="absolute" />.
      </span>
      <Button look="quiet" size="small" onPress={() => lookBackTo(addDays(since, -yearDays))}>
        Look back a year further
      </Button>
    </p>
  );
}

export function LedgerList({
  filter,
  hasOnboarding = false,
  lookBackTo,
}: {
  filter: Omit<Query<'getLedger'>, 'cursor' | 'limit'>;
  hasOnboarding?: boolean;
  lookBackTo?: (day: string) => void;
}) {
  const query = useInfiniteQuery(ledgerQuery(filter));
  const isFiltered = Object.entries(filter).some(([name, value]) => name !== 'onboardingId' && value !== undefined);
  return (
    <QueryView query={query} skeleton={<BoneRows rows={8} height={52} />}>
      {({ pages }) => {
        const rows = pages.flatMap(({ items }) => items);
        const since = pages[0]?.since ?? null;
        const lookedThrough = since && lookBackTo && <LookedThrough since={since} lookBackTo={lookBackTo} />;
        if (rows.length === 0) {
          return (
            <>
              {lookedThrough}
              <EmptyState
                icon="ledger"
                title={isFiltered ? 'Nothing fits these filters' : 'Nothing was exchanged with the CRM yet'}
              >
                Each value written to the CRM and each change read from it stands here: before, after, why and with what
                result.
              </EmptyState>
            </>
          );
        }
        return (
          <>
            {lookedThrough}
            <Table
              label="Sync ledger"
              columns={hasOnboarding ? columnsOfAll : columns}
              rows={rows}
              rowKey={({ id }) => id}
              isMuted={({ result }) => result === 'unchanged'}
            />
            <More pages={query} />
          </>
        );
      }}
    </QueryView>
  );
}
