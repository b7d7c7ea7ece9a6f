import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { SearchField } from '../ui/field.tsx';
import { QueryView } from '../ui/query-view.tsx';
import { BoneRows } from '../ui/skeleton.tsx';
import { EmptyState } from '../ui/states.tsx';
import { majorMoney, plural } from '../ui/words.ts';
import { DealDetail } from './deal-detail.tsx';
import { DealLine } from './deal-line.tsx';
import { NewDealDialog } from './new-deal-dialog.tsx';
import { dealsQuery, type DealSummary } from './sandbox-api.ts';

const factsOf = ({ companyName, amount, currency, contacts }: DealSummary) => [
  companyName,
  amount && majorMoney(Number(amount), currency),
  contacts === 0 ? 'no contacts' : plural(contacts, 'contact'),
];

/** HubSpot's deals, or one of them. */
export function Deals() {
  const query = useQuery(dealsQuery);
  const [openId, setOpenId] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const [isCreating, setIsCreating] = useState(false);
  if (openId) return <DealDetail id={openId} onBack={() => setOpenId(null)} onOpen={setOpenId} />;
  return (
    <>
      <div className="column-head">
        <h2>Deals</h2>
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
                <DealLine key={deal.id} deal={deal} facts={factsOf(deal)} onOpen={() => setOpenId(deal.id)} />
              ))}
            </ul>
          );
        }}
      </QueryView>
      {isCreating && <NewDealDialog onClose={() => setIsCreating(false)} onCreated={setOpenId} />}
    </>
  );
}
