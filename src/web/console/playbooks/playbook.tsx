import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { playbookQuery } from '../../api/queries.ts';
import type { PlaybookDetail as Detail } from '../../api/types.ts';
import { useTitle } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Bone, BoneRows } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/tabs.tsx';
import { PlaybookPlan } from './playbook-plan.tsx';
import { useIsAtLeast } from '../me.tsx';
import { PlaybookRules } from './playbook-rules.tsx';
import { PlaybookTrial } from './playbook-trial.tsx';
import './playbook.css';

const route = getRouteApi('/console/playbooks/$key');

export function PlaybookDetail() {
  const { key } = route.useParams();
  const query = useQuery(playbookQuery(key));
  return (
    <div className="page">
      <div className="page-above">
        <Link to="/console/playbooks">Playbooks</Link>
      </div>
      <QueryView
        query={query}
        place="page"
        skeleton={
          <div className="stack">
            <Bone width={280} height={28} />
            <BoneRows rows={8} />
          </div>
        }
      >
        {(detail) => <Loaded detail={detail} />}
      </QueryView>
    </div>
  );
}

function Loaded({ detail }: { detail: Detail }) {
  const [view, setView] = useState<'plan' | 'rules' | 'try' | 'yaml'>('plan');
  const mayTry = useIsAtLeast('member');
  const { playbook } = detail;
  useTitle(playbook.name);
  return (
    <>
      <div className="page-head">
        <h1>{playbook.name}</h1>
        <Switch
          label="View"
          value={view}
          onChange={setView}
          choices={[
            { key: 'plan', label: 'Plan' },
            { key: 'rules', label: 'Rules' },
            ...(mayTry ? [{ key: 'try' as const, label: 'Try' }] : []),
            { key: 'yaml', label: 'YAML' },
          ]}
        />
      </div>
      <p className="soft playbook-about">
        {playbook.description} Version {detail.version}; a new version never changes a live plan by itself.
      </p>
      {view === 'plan' && <PlaybookPlan playbook={playbook} />}
      {view === 'rules' && <PlaybookRules playbook={playbook} />}
      {view === 'try' && <PlaybookTrial detail={detail} />}
      {view === 'yaml' && <pre className="card card-body yaml">{detail.source}</pre>}
    </>
  );
}
