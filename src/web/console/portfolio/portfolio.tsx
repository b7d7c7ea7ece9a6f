import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { portfolioQuery } from '../../api/queries.ts';
import { Button } from '../../ui/button.tsx';
import { More } from '../../ui/more.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Switch } from '../../ui/tabs.tsx';
import { useIsAtLeast, useMe } from '../me.tsx';
import { GoLiveChart } from './go-live-chart.tsx';
import { currentStatuses, PortfolioFilters, StatusFilter } from './portfolio-filters.tsx';
import { PortfolioTable } from './portfolio-table.tsx';
import { StartOnboarding } from './start-onboarding.tsx';

const route = getRouteApi('/console/');

export function Portfolio() {
  const { status, health, search, sort, mine } = route.useSearch();
  const me = useMe();
  const mayStart = useIsAtLeast('member');
  const [isStarting, setIsStarting] = useState(false);
  const [view, setView] = useState<'list' | 'chart'>('list');
  const query = useInfiniteQuery(
    portfolioQuery({
      status: status === 'all' ? undefined : (status ?? currentStatuses),
      health,
      search,
      sort: sort ?? 'health',
      personId: mine ? me.person.id : undefined,
    }),
  );
  const isFiltered = Boolean(status ?? health ?? search ?? mine);
  const start = (
    <Button look="primary" icon="plus" onPress={() => setIsStarting(true)}>
      Start onboarding
    </Button>
  );
  return (
    <Page title="Portfolio" actions={mayStart && start}>
      <div className="toolbar">
        <StatusFilter counts={query.data?.pages[0]?.counts ?? {}} />
        <span className="toolbar-end">
          <Switch
            label="View"
            value={view}
            onChange={setView}
            choices={[
              { key: 'list', label: 'List' },
              { key: 'chart', label: 'Go-live dates' },
            ]}
          />
        </span>
      </div>
      <PortfolioFilters />
      <QueryView query={query} skeleton={<BoneRows rows={8} height={56} />}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items);
          if (rows.length === 0) return <NoOnboardings isFiltered={isFiltered} start={mayStart && start} />;
          return (
            <>
              {view === 'list' ? <PortfolioTable rows={rows} /> : <GoLiveChart rows={rows} />}
              <More pages={query} />
            </>
          );
        }}
      </QueryView>
      {isStarting && <StartOnboarding onClose={() => setIsStarting(false)} />}
    </Page>
  );
}

function NoOnboardings({ isFiltered, start }: { isFiltered: boolean; start: React.ReactNode }) {
  const navigate = route.useNavigate();
  if (isFiltered) {
    return (
      <EmptyState
        icon="search"
        title="Nothing fits these filters"
        action={<Button onPress={() => void navigate({ search: {} })}>Show all current ones</Button>}
      >
        Other onboardings are there; the filters leave them out.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon="portfolio" title="Each won deal will appear here" action={start}>
      As soon as a deal is won in the CRM, its onboarding stands here with a draft plan, or with what the sales handoff
      lacks.
    </EmptyState>
  );
}
