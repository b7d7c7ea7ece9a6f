import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { crmFieldLabel } from '../../../contracts/crm-field-label.ts';
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
import { plural, roleWords } from '../../ui/words.ts';
import { Value } from '../ledger/crm-value.tsx';
import { objectWord } from '../mapping/mapping-words.ts';
import { useIsAtLeast } from '../me.tsx';
import { OtherPlaybook } from './other-playbook.tsx';
import './aboard.css';

const meanings: Record<BackfillItem['state'], Meaning> = {
  open: { word: 'Can be taken over', tone: 'neutral', icon: 'circle' },
  chosen: { word: 'Its turn comes', tone: 'attention', icon: 'clock' },
  started: { word: 'Aboard', tone: 'fine', icon: 'circleCheck' },
  left: { word: 'Left as it is', tone: 'neutral', icon: 'minus' },
  failed: { word: 'Failed', tone: 'late', icon: 'alert' },
};

const isOpen = ({ state }: BackfillItem): boolean => state === 'open' || state === 'failed';
/** One that a rule leaves alone may get another playbook. */
const mayChoose = (item: BackfillItem): boolean =>
  isOpen(item) || (item.state === 'left' && item.onboardingId === null);

function Plan({ preview, playbookName, why }: BackfillItem) {
  if (preview === null) return why;
  return (
    <>
      <span>{playbookName ?? 'No playbook'}</span>
      <span className="cell-sub">{why}</span>
      {preview.unmatched.length > 0 && (
        <span className="cell-sub tone-attention">The plan has no task called {preview.unmatched.join(', ')}</span>
      )}
      {preview.unknownOwners.length > 0 && (
        <span className="cell-sub tone-attention">
          Nobody here goes by {preview.unknownOwners.join(', ')}; their tasks keep the plan’s owner
        </span>
      )}
      {preview.problems.map((problem) => (
        <span key={problem} className="cell-sub tone-attention">
          {problem}
        </span>
      ))}
    </>
  );
}

type Preview = NonNullable<BackfillItem['preview']>;

function Writes({ preview: { values, writes, effects } }: { preview: Preview }) {
  if (values.length + effects.length === 0) return writes > 0 ? plural(writes, 'value') : 'nothing';
  return (
    <details className="aboard-more">
      <summary>
        {[plural(values.length, 'value'), ...effects.slice(0, 1).map(() => plural(effects.length, 'record'))].join(
          ', ',
        )}
      </summary>
      <dl className="stack-tight">
        {values.map(({ object, field, value }) => (
          <div key={`${object}.${field}`}>
            <dt className="faint small cell-wrap">
              {objectWord[object]} · {crmFieldLabel(object, field)}
            </dt>
            <dd>
              <Value value={value} />
            </dd>
          </div>
        ))}
        {effects.map((effect) => (
          <div key={effect}>
            <dt className="faint small">Made there</dt>
            <dd className="cell-wrap">{effect}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Told({ preview: { told, people } }: { preview: Preview }) {
  return (
    <details className="aboard-more">
      <summary>{told === 0 ? 'Nobody' : plural(told, 'message')}</summary>
      <span className="cell-sub cell-wrap">
        {people.length === 0
          ? 'Nobody is named yet who would hear of it.'
          : `Once you publish the plan: ${people.map(({ name, role }) => `${name} (${roleWords(role)})`).join(', ')}`}
      </span>
    </details>
  );
}

const columns: readonly Column<BackfillItem>[] = [
  { key: 'plan', head: 'Plan', width: '28%', cell: (item) => <Plan {...item} /> },
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
  { key: 'writes', head: 'To the CRM', cell: ({ preview }) => preview && <Writes preview={preview} /> },
  { key: 'told', head: 'Told', cell: ({ preview }) => preview && <Told preview={preview} /> },
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
        if (rows.length === 0)
          return (
            <p className="soft">
              {backfill.state === 'looking' || backfill.state === 'new' ? (
                'No won deal was found so far.'
              ) : (
                <>
                  {backfill.connectionName} has no deal that was won since <DateText on={backfill.wonSince} />. Look
                  through again from an earlier day, or see whether the deals are closed as won there.
                </>
              )}
            </p>
          );
        const takeable = rows.flatMap((item) => (isOpen(item) && chosen.has(item.dealId) ? item.dealId : []));
        return (
          <>
            {mayRun && rows.some(mayChoose) && (
              <div className="row">
                <Button
                  look="primary"
                  isDisabled={takeable.length === 0}
                  onPress={() => void run(takeable).catch(sayProblem)}
                >
                  {takeable.length === 0 ? 'Take over the chosen' : `Take over ${takeable.length}`}
                </Button>
                <Button isDisabled={!rows.some(isOpen)} onPress={() => void run().catch(sayProblem)}>
                  Take over all {backfill.counts.open + backfill.counts.failed}
                </Button>
                <Button
                  look="quiet"
                  isDisabled={!rows.some(isOpen)}
                  onPress={() => setChosen(new Set(rows.filter(isOpen).map(({ dealId }) => dealId)))}
                >
                  Choose all shown
                </Button>
                <OtherPlaybook backfillId={backfill.id} dealIds={[...chosen]} />
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
