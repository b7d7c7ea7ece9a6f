import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet, useNavigate } from '@tanstack/react-router';
import { onboardingQuery } from '../../api/queries.ts';
import type { OnboardingView } from '../../api/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { useTitle } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Bone, BoneRows } from '../../ui/skeleton.tsx';
import { TabLinks } from '../../ui/tabs.tsx';
import { onboardingMeaning } from '../../ui/words.ts';
import { OnboardingActions } from './actions.tsx';
import { OnboardingContext } from './context.tsx';
import { OnboardingFacts } from './facts.tsx';
import { Notices } from './notices.tsx';
import { TaskPanel } from './task-panel.tsx';
import './onboarding.css';

const route = getRouteApi('/console/onboardings/$onboardingId');

export function Onboarding() {
  const { onboardingId } = route.useParams();
  const query = useQuery(onboardingQuery(onboardingId));
  return (
    <div className="page">
      <div className="page-above">
        <Link to="/console">Portfolio</Link>
      </div>
      <QueryView
        query={query}
        place="page"
        skeleton={
          <div className="stack">
            <Bone width={280} height={28} />
            <Bone height={48} />
            <BoneRows rows={8} />
          </div>
        }
      >
        {(view) => <Loaded view={view} />}
      </QueryView>
    </div>
  );
}

function Loaded({ view }: { view: OnboardingView }) {
  const search = route.useSearch();
  const navigate = useNavigate();
  useTitle(view.account.name);
  // the tab stays as it is: '.' is the page that is open, not this route
  const setTask = (task: string | undefined) =>
    void navigate({ to: '.', search: { ...search, task }, replace: task === undefined });
  const task = view.tasks.find(({ id }) => id === search.task);
  const openBlockers = view.blockers.filter(({ resolvedAt }) => !resolvedAt).length;
  const params = { onboardingId: view.id };
  const base = '/console/onboardings/$onboardingId';
  return (
    <OnboardingContext value={{ view, openTask: ({ id }) => setTask(id) }}>
      <div className="page-head">
        <div className="row onboarding-title">
          <h1>{view.account.name}</h1>
          <Badge meaning={onboardingMeaning[view.status]} />
          {view.deal && <DealLink deal={view.deal} />}
        </div>
        <OnboardingActions />
      </div>
      <Notices />
      <OnboardingFacts />
      <TabLinks
        label="About this onboarding"
        tabs={[
          { label: 'Plan', to: base, params, isExact: true },
          { label: 'Blockers', to: `${base}/blockers`, params, count: openBlockers },
          {
            label: 'Integrations',
            to: `${base}/integrations`,
            params,
            count: view.integrationItems.filter(({ status }) => status !== 'validated_in_production').length,
          },
          {
            label: 'People',
            to: `${base}/people`,
            params,
            count: view.roles.filter(({ person, isRequired }) => isRequired && !person).length,
          },
          { label: 'Documents', to: `${base}/documents`, params },
          { label: 'Nudges', to: `${base}/nudges`, params },
          { label: 'CRM ledger', to: `${base}/ledger`, params },
          { label: 'Story', to: `${base}/story`, params },
        ]}
      />
      <Outlet />
      {task && <TaskPanel task={task} onClose={() => setTask(undefined)} />}
    </OnboardingContext>
  );
}

function DealLink({ deal }: { deal: NonNullable<OnboardingView['deal']> }) {
  return deal.url ? (
    <a href={deal.url} target="_blank" rel="noreferrer">
      {deal.name}
    </a>
  ) : (
    <span className="soft">{deal.name}</span>
  );
}
