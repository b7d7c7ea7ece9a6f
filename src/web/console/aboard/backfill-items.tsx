import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { backfillItemsQuery } from '../../api/queries.ts';
import type { Backfill, BackfillItem } from '../../api/types.ts';
import { DateText } from '../../ui/date-text.tsx';
import { CheckField } from '../../ui/field.tsx';
import { More } from '../../ui/more.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { useIsAtLeast } from '../me.tsx';
import { itemColumns } from './item-columns.tsx';
import { ItemPanel } from './item-panel.tsx';
import { mayChoose } from './item-words.ts';
import { TakeOver } from './take-over.tsx';

/** What each deal would become, and which of them to take over. */
export function BackfillItems({ backfill }: { backfill: Backfill }) {
  const query = useInfiniteQuery(backfillItemsQuery(backfill.id));
  const isLookStopped = backfill.state === 'stopped' && backfill.counts.chosen + backfill.counts.started === 0;
  const isLooking = backfill.state === 'looking' || backfill.state === 'new' || isLookStopped;
  const mayRun = useIsAtLeast('manager') && !isLooking;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<BackfillItem | null>(null);
  const toggle = (dealId: string, isChosen: boolean): void =>
    setChosen(isChosen ? new Set([...chosen, dealId]) : new Set([...chosen].filter((id) => id !== dealId)));
  const deal: Column<BackfillItem> = {
    key: 'deal',
    head: 'Deal',
    width: '20%',
    cell: (item) =>
      item.onboardingId ? (
        <Link to="/console/onboardings/$onboardingId" params={{ onboardingId: item.onboardingId }}>
          {item.name}
        </Link>
      ) : mayRun && mayChoose(item) ? (
        <CheckField isSelected={chosen.has(item.dealId)} onChange={(isChosen) => toggle(item.dealId, isChosen)}>
          {item.name}
        </CheckField>
      ) : (
        item.name
      ),
  };
  return (
    <QueryView query={query} skeleton={<BoneRows rows={5} height={52} />}>
      {({ pages }) => {
        const rows = pages.flatMap(({ items }) => items);
        if (rows.length === 0) return <NothingFound backfill={backfill} isLooking={isLooking} />;
        return (
          <>
            {mayRun && rows.some(mayChoose) && (
              <TakeOver backfill={backfill} rows={rows} chosen={chosen} onChoose={setChosen} />
            )}
            {isLookStopped && (
              <p className="soft">You can choose what to take over once all deals are looked through.</p>
            )}
            <Table
              label="Won deals"
              columns={[deal, ...itemColumns(setOpened, backfill.state === 'stopped')]}
              rows={rows}
              rowKey={({ dealId }) => dealId}
              isMuted={({ state }) => state === 'left'}
            />
            <More pages={query} />
            {opened?.preview && <ItemPanel item={opened} preview={opened.preview} onClose={() => setOpened(null)} />}
          </>
        );
      }}
    </QueryView>
  );
}

function NothingFound({ backfill, isLooking }: { backfill: Backfill; isLooking: boolean }) {
  const { connectionName, wonSince } = backfill;
  if (isLooking) return <p className="soft">No won deal was found so far.</p>;
  return (
    <p className="soft">
      {connectionName} has no deal that was won since <DateText on={wonSince} />. Look through again from an earlier
      day, or see whether the deals are closed as won there.
    </p>
  );
}
