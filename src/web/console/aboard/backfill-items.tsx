import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { write } from '../../api/client.ts';
import { backfillItemsQuery, keys } from '../../api/queries.ts';
import type { Backfill, BackfillItem } from '../../api/types.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { CheckField } from '../../ui/field.tsx';
import { More } from '../../ui/more.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { say } from '../../ui/toast.tsx';
import type { Meaning } from '../../ui/tone.ts';
import { plural } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';

const meanings: Record<BackfillItem['state'], Meaning> = {
  open: { word: 'Can be taken over', tone: 'neutral', icon: 'circle' },
  chosen: { word: 'Its turn comes', tone: 'attention', icon: 'clock' },
  started: { word: 'Aboard', tone: 'fine', icon: 'circleCheck' },
  left: { word: 'Left as it is', tone: 'neutral', icon: 'minus' },
  failed: { word: 'Failed', tone: 'late', icon: 'alert' },
};

const isOpen = ({ state }: BackfillItem): boolean => state === 'open' || state === 'failed';

function Plan({ preview, playbookName, why }: BackfillItem) {
  if (preview === null) return why;
  return (
    <>
      <span>{playbookName ?? 'No playbook'}</span>
      <span className="cell-sub">{why}</span>
      {preview.unmatched.length > 0 && (
        <span className="cell-sub tone-attention">The plan has no task called {preview.unmatched.join(', ')}</span>
      )}
      {preview.problems.map((problem) => (
        <span key={problem} className="cell-sub tone-attention">
          {problem}
        </span>
      ))}
    </>
  );
}

const columns: readonly Column<BackfillItem>[] = [
  { key: 'plan', head: 'Plan', width: '34%', cell: (item) => <Plan {...item} /> },
  {
    key: 'done',
    head: 'Tasks done',
    isNumber: true,
    cell: ({ preview }) => preview && `${preview.done} of ${preview.tasks}`,
  },
  {
    key: 'dates',
    head: 'Kickoff, go-live',
    cell: ({ preview }) =>
      preview && (
        <>
          {preview.kickoffOn ? <DateText on={preview.kickoffOn} /> : 'open'},{' '}
          {preview.goLiveOn ? <DateText on={preview.goLiveOn} /> : 'open'}
        </>
      ),
  },
  { key: 'writes', head: 'CRM values', isNumber: true, isMinor: true, cell: ({ preview }) => preview?.writes },
  { key: 'told', head: 'People told', isNumber: true, cell: ({ preview }) => preview?.told },
  { key: 'state', head: 'State', cell: ({ state }) => <Badge meaning={meanings[state]} /> },
];

/** What each deal would become, and which of them to take over. */
export function BackfillItems({ backfill }: { backfill: Backfill }) {
  const query = useInfiniteQuery(backfillItemsQuery(backfill.id));
  const queries = useQueryClient();
  const mayRun = useIsAtLeast('manager') && backfill.state !== 'looking' && backfill.state !== 'new';
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const run = async (dealIds?: string[]): Promise<void> => {
    const body = dealIds ? { dealIds } : {};
    const answer = await write('runBackfill', 'POST', `/backfills/${backfill.id}/run`, body);
    say(`${plural(answer.chosen, 'deal')} will be taken over`);
    setChosen(new Set());
    await queries.invalidateQueries({ queryKey: keys.system });
  };
  const toggle = (dealId: string, isChosen: boolean): void => {
    const next = new Set(chosen);
    if (isChosen) next.add(dealId);
    else next.delete(dealId);
    setChosen(next);
  };
  const deal: Column<BackfillItem> = {
    key: 'deal',
    head: 'Deal',
    width: '20%',
    cell: (item) =>
      item.onboardingId ? (
        <Link to="/console/onboardings/$onboardingId" params={{ onboardingId: item.onboardingId }}>
          {item.name}
        </Link>
      ) : mayRun && isOpen(item) ? (
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
        if (rows.length === 0) return <p className="soft">No won deal was found so far.</p>;
        return (
          <>
            {mayRun && backfill.counts.open + backfill.counts.failed > 0 && (
              <div className="row">
                <Button
                  look="primary"
                  isDisabled={chosen.size === 0}
                  onPress={() => void run([...chosen]).catch(sayProblem)}
                >
                  {chosen.size === 0 ? 'Take over the chosen' : `Take over ${chosen.size}`}
                </Button>
                <Button onPress={() => void run().catch(sayProblem)}>
                  Take over all {backfill.counts.open + backfill.counts.failed}
                </Button>
              </div>
            )}
            <Table
              label="Won deals"
              columns={[deal, ...columns]}
              rows={rows}
              rowKey={({ dealId }) => dealId}
              isMuted={({ state }) => state === 'left'}
            />
            <More pages={query} />
          </>
        );
      }}
    </QueryView>
  );
}
