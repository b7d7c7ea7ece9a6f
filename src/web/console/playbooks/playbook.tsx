import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { saysNothing } from '../../../contracts/ladder-rules.ts';
import { laddersQuery, playbookQuery } from '../../api/queries.ts';
import type { LaddersView, PlaybookDetail as Detail } from '../../api/types.ts';
import { useTitle } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Bone, BoneRows } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/tabs.tsx';
import { LaddersContext, useLadderChanges } from '../ladders/ladder-changes.ts';
import { Ladders } from '../ladders/ladders.tsx';
import { LaddersStanding } from '../ladders/ladders-standing.tsx';
import type { PlaybookSearch } from '../../search-params.ts';
import { useIsAtLeast } from '../me.tsx';
import { PlaybookPlan } from './playbook-plan.tsx';
import { PlaybookRules } from './playbook-rules.tsx';
import { PlaybookTrial } from './playbook-trial.tsx';
import './playbook.css';

type View = 'plan' | NonNullable<PlaybookSearch['view']>;

const route = getRouteApi('/console/playbooks/$key');

const skeleton = (
  <div className="stack">
    <Bone width={280} height={28} />
    <BoneRows rows={8} />
  </div>
);

export function PlaybookDetail() {
  const { key } = route.useParams();
  const query = useQuery(playbookQuery(key));
  const ladders = useQuery(laddersQuery(key));
  return (
    <div className="page">
      <div className="page-above">
        <Link to="/console/playbooks">Playbooks</Link>
      </div>
      <QueryView query={query} place="page" skeleton={skeleton}>
        {(detail) => (
          <QueryView query={ladders} place="page" skeleton={skeleton}>
            {(view) => <Loaded key={key} detail={detail} view={view} />}
          </QueryView>
        )}
      </QueryView>
    </div>
  );
}

function Loaded({ detail, view: ladders }: { detail: Detail; view: LaddersView }) {
  const { view = 'plan' }: { view?: View } = route.useSearch();
  const navigate = route.useNavigate();
  const mayTry = useIsAtLeast('member');
  const changes = useLadderChanges(detail, ladders);
  const { playbook } = detail;
  useTitle(playbook.name);
  const show = (next: View): void =>
    void navigate({ search: { view: next === 'plan' ? undefined : next }, replace: true });
  return (
    <LaddersContext value={changes}>
      <div className="page-head">
        <h1>{playbook.name}</h1>
        <Switch
          label="View"
          value={view}
          onChange={show}
          choices={[
            { key: 'plan', label: 'Plan' },
            { key: 'rules', label: 'Rules' },
            { key: 'ladders', label: 'Ladders' },
            ...(mayTry ? [{ key: 'try' as const, label: 'Try' }] : []),
            { key: 'yaml', label: 'YAML' },
          ]}
        />
      </div>
      <p className="soft playbook-about">
        {playbook.description} Version {detail.version}; a new version never changes a live plan by itself.
      </p>
      {(view === 'ladders' || (view === 'try' && changes.isChanged)) && (
        <LaddersStanding onTry={mayTry && view === 'ladders' ? () => show('try') : null} />
      )}
      {view === 'plan' && <PlaybookPlan playbook={playbook} />}
      {view === 'rules' && <PlaybookRules playbook={playbook} />}
      {view === 'ladders' && <Ladders />}
      {view === 'try' && mayTry && <PlaybookTrial />}
      {view === 'yaml' && (
        <>
          {!saysNothing(ladders.own) && (
            <p className="soft">Ladders that were written in the console go before what this file says.</p>
          )}
          <pre className="card card-body yaml">{detail.source}</pre>
        </>
      )}
    </LaddersContext>
  );
}
