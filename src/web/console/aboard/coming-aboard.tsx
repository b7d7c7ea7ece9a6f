import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { backfillsQuery } from '../../api/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useIsAtLeast } from '../me.tsx';
import { BackfillCard } from './backfill-card.tsx';
import { BeginDialog } from './begin-dialog.tsx';

/** Deals that were won before Gangway came, and onboardings that run elsewhere. */
export function ComingAboard() {
  const query = useQuery(backfillsQuery);
  const mayBegin = useIsAtLeast('manager');
  const [isBeginning, setIsBeginning] = useState(false);
  const begin = mayBegin && (
    <Button look="primary" icon="search" onPress={() => setIsBeginning(true)}>
      Look through won deals
    </Button>
  );
  return (
    <Section title="Coming aboard" actions={begin}>
      <p className="soft">
        Deals that were won before Gangway came become draft plans, with what is done already. Nobody is told anything
        before you publish a plan; until then only the CRM sees its values.
      </p>
      <QueryView query={query} skeleton={<BoneRows rows={4} height={64} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="handoff" title="Nothing was looked through yet">
              First you see what each deal would become. Then you choose which of them to take over.
            </EmptyState>
          ) : (
            items.map((backfill, n) => <BackfillCard key={backfill.id} backfill={backfill} isNewest={n === 0} />)
          )
        }
      </QueryView>
      {isBeginning && <BeginDialog onClose={() => setIsBeginning(false)} />}
    </Section>
  );
}
