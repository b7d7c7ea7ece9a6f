import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { dealsQuery, mappingPreviewQuery } from '../../api/queries.ts';
import type { DealHit, MappingPreview } from '../../api/types.ts';
import { Badge, Fact } from '../../ui/badge.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { SidePanel } from '../../ui/dialog.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { PartialBanner } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { money } from '../../ui/words.ts';
import { Change, Kept, Value } from '../ledger/crm-value.tsx';
import { DealChoice } from '../portfolio/deal-choice.tsx';
import { useEditing } from './editing.tsx';
import { fieldOf, objectWord, oursLabel, outcomeMeaning, placeOf } from './mapping-words.ts';

/** On a real deal, before anything is switched on; nothing is written. */
export function PreviewPanel({ onClose }: { onClose: () => void }) {
  const { connection, content, view } = useEditing();
  const [search, setSearch] = useState('');
  const [deal, setDeal] = useState<DealHit | null>(null);
  const deals = useQuery({
    ...dealsQuery(useDeferredValue(search)),
    select: ({ items, unanswered }) => ({
      items: items.filter(({ connectionId }) => connectionId === connection.id),
      unanswered: unanswered.filter((name) => name === connection.name),
    }),
  });
  const preview = useQuery({
    ...mappingPreviewQuery(connection.id, deal?.dealId ?? '', content),
    enabled: deal !== null,
  });
  const isOn = JSON.stringify(content) === JSON.stringify(view.active?.content);
  return (
    <SidePanel title="Preview on a deal" onClose={onClose}>
      <div className="stack">
        <h2>Preview on a deal</h2>
        <p className="soft">
          {isOn ? 'What is on now' : 'What is on the screen'}, as it would act on a deal. Nothing is written.
        </p>
        <DealChoice search={search} onSearch={setSearch} deals={deals} chosen={deal} onChoose={setDeal} isAny />
        {deal && (
          <QueryView query={preview} skeleton={<BoneRows rows={4} />}>
            {(found) => <Found preview={found} />}
          </QueryView>
        )}
      </div>
    </SidePanel>
  );
}

function Found({ preview }: { preview: MappingPreview }) {
  const { reads, writes, renewal, dealName, onboardingId } = preview;
  return (
    <>
      {onboardingId === null && (
        <PartialBanner what={`${dealName} has no onboarding`}>So nothing would be written to it.</PartialBanner>
      )}
      {reads.length > 0 && (
        <section className="stack-tight">
          <h3>Read into the plan</h3>
          <Reads reads={reads} />
        </section>
      )}
      {onboardingId !== null && (
        <section className="stack-tight">
          <h3>Written to the CRM</h3>
          {writes.length > 0 && <Writes writes={writes} />}
          <NotYet writes={writes} />
        </section>
      )}
      {renewal && (
        <section className="stack-tight">
          <h3>Renewal</h3>
          <p>
            Go-live today would create a renewal deal in {renewal.pipeline}, {renewal.stage}, closing{' '}
            <DateText on={renewal.on} form="absolute" />
            {renewal.amountCents !== null && `, ${money(renewal.amountCents, renewal.currency)}`}.
          </p>
        </section>
      )}
    </>
  );
}

/** What is mapped and has no value yet is not written: otherwise it would seem to be forgotten. */
function NotYet({ writes }: Pick<MappingPreview, 'writes'>) {
  const { choices, content } = useEditing();
  const waiting = content.entries.filter(
    (entry) => entry.direction !== 'from_crm' && !writes.some((write) => placeOf(write) === placeOf(entry)),
  );
  if (waiting.length === 0) return writes.length === 0 && <p className="soft">Nothing of this is known yet.</p>;
  return (
    <p className="soft">
      Not known yet, so not written:{' '}
      {waiting
        .map((entry) => `${oursLabel(entry.ours)} (${fieldOf(choices, entry)?.label ?? placeOf(entry)})`)
        .join(', ')}
      .
    </p>
  );
}

function Reads({ reads }: Pick<MappingPreview, 'reads'>) {
  const { choices } = useEditing();
  const columns: Column<MappingPreview['reads'][number]>[] = [
    {
      key: 'ours',
      head: 'Our value',
      cell: (read) => (
        <span>
          <span className="strong">{oursLabel(read.ours)}</span>
          <span className="cell-sub">from {fieldOf(choices, read)?.label ?? placeOf(read)}</span>
        </span>
      ),
    },
    { key: 'held', head: 'The CRM holds', cell: ({ held }) => <Value value={held} /> },
    {
      key: 'value',
      head: 'The plan',
      cell: ({ known, value, isStopped, isOverridden }) =>
        isStopped ? (
          <Fact tone="late" icon="pause">
            Stopped
          </Fact>
        ) : (
          <span>
            <Change before={known} after={value} />
            {isOverridden && <span className="cell-sub">The playbook says otherwise, and goes before</span>}
          </span>
        ),
    },
  ];
  return <Table label="Read into the plan" rows={reads} rowKey={({ ours }) => ours} columns={columns} />;
}

function Writes({ writes }: Pick<MappingPreview, 'writes'>) {
  const { choices } = useEditing();
  const columns: Column<MappingPreview['writes'][number]>[] = [
    {
      key: 'field',
      head: 'CRM field',
      cell: (write) => (
        <span>
          <span className="strong">{fieldOf(choices, write)?.label ?? write.field}</span>
          <span className="cell-sub">
            {objectWord[write.object]} · {write.why}
          </span>
        </span>
      ),
    },
    {
      key: 'change',
      head: 'Before, after',
      cell: ({ before, after, outcome }) =>
        outcome === 'conflict_crm' || outcome === 'conflict_nobody' ? (
          <Kept before={before} after={after} />
        ) : (
          <Change before={before} after={after} />
        ),
    },
    { key: 'outcome', head: 'Outcome', cell: ({ outcome }) => <Badge meaning={outcomeMeaning[outcome]} /> },
  ];
  return <Table label="Written to the CRM" rows={writes} rowKey={placeOf} columns={columns} />;
}
