import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { SearchField } from '../ui/field.tsx';
import { QueryView } from '../ui/query-view.tsx';
import { BoneRows } from '../ui/skeleton.tsx';
import { EmptyState } from '../ui/states.tsx';
import { majorMoney, plural } from '../ui/words.ts';
import { DealLine } from './deal-line.tsx';
import { NewOpportunityDialog } from './new-opportunity-dialog.tsx';
import { OpportunityDetail } from './opportunity-detail.tsx';
import { opportunitiesQuery, type OpportunitySummary } from './salesforce-api.ts';
import type { StandingDeal } from './stage-tag.tsx';

const standingOf = (one: OpportunitySummary): StandingDeal & { name: string } => ({
  name: one.name,
  archived: one.isDeleted,
  isWon: one.isWon,
  isClosed: one.isClosed,
  stageLabel: one.stageName,
});

const factsOf = ({ accountName, amount, contacts }: OpportunitySummary) => [
  accountName,
  amount === null ? null : majorMoney(amount, 'USD'),
  contacts === 0 ? 'no contact roles' : plural(contacts, 'contact role'),
];

/** Salesforce's opportunities, or one of them. */
export function Opportunities() {
  const query = useQuery(opportunitiesQuery);
  const [openId, setOpenId] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const [isCreating, setIsCreating] = useState(false);
  if (openId) return <OpportunityDetail id={openId} onBack={() => setOpenId(null)} />;
  return (
    <>
      <div className="column-head">
        <h2>Opportunities</h2>
        <Button size="small" icon="plus" onPress={() => setIsCreating(true)}>
          New opportunity
        </Button>
      </div>
      <SearchField label="Search opportunities" value={search} onChange={setSearch} />
      <QueryView query={query} skeleton={<BoneRows rows={6} height={56} />}>
        {({ opportunities }) => {
          const shown = opportunities.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
          return shown.length === 0 ? (
            <EmptyState icon="search" title="No opportunity fits" />
          ) : (
            <ul className="card">
              {shown.map((one) => (
                <DealLine key={one.id} deal={standingOf(one)} facts={factsOf(one)} onOpen={() => setOpenId(one.id)} />
              ))}
            </ul>
          );
        }}
      </QueryView>
      {isCreating && <NewOpportunityDialog onClose={() => setIsCreating(false)} onCreated={setOpenId} />}
    </>
  );
}
