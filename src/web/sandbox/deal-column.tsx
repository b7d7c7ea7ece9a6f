import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { SearchField } from '../ui/field.tsx';
import { QueryView } from '../ui/query-view.tsx';
import { BoneRows } from '../ui/skeleton.tsx';
import { EmptyState } from '../ui/states.tsx';
import { money, plural } from '../ui/words.ts';
import { DealDetail } from './deal-detail.tsx';
import { StageTag } from './stage-tag.tsx';
import { NewDealDialog } from './new-deal-dialog.tsx';
import { dealsQuery, type DealSummary } from './sandbox-api.ts';

export function DealColumn() {
  const query = useQuery(dealsQuery);
  const [openId, setOpenId] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const [isCreating, setIsCreating] = useState(false);
  if (openId)
    return (
      <section className="column column-deals" aria-label="CRM">
        <DealDetail id={openId} onBack={() => setOpenId(null)} onOpen={setOpenId} />
      </section>
    );
  return (
    <section className="column column-deals" aria-label="CRM">
      <div className="column-head">
        <h2>CRM deals</h2>
        <Button size="small" icon="plus" onPress={() => setIsCreating(true)}>
          New deal
        </Button>
      </div>
      <SearchField label="Search deals" value={search} onChange={setSearch} />
      <QueryView query={query} skeleton={<BoneRows rows={8} height={56} />}>
        {({ deals }) => {
          const shown = deals.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
          return shown.length === 0 ? (
            <EmptyState icon="search" title="No deal fits" />
          ) : (
            <ul className="card">
              {shown.map((deal) => (
                <DealLine key={deal.id} deal={deal} onOpen={() => setOpenId(deal.id)} />
              ))}
            </ul>
          );
        }}
      </QueryView>
      {isCreating && <NewDealDialog onClose={() => setIsCreating(false)} onCreated={setOpenId} />}
    </section>
  );
}

function DealLine({ deal, onOpen }: { deal: DealSummary; onOpen: () => void }) {
  const facts = [
    deal.companyName,
    deal.amount && money(Number(deal.amount) * 100, deal.currency),
    deal.contacts === 0 ? 'no contacts' : plural(deal.contacts, 'contact'),
  ].filter(Boolean);
  return (
    <li className={deal.archived ? 'sandbox-line row-muted' : 'sandbox-line'}>
      <div className="sandbox-line-words">
        <button type="button" className="row-open" onClick={onOpen}>
          {deal.name}
        </button>
        <span className="cell-sub">{facts.join(', ')}</span>
      </div>
      <StageTag deal={deal} />
    </li>
  );
}
